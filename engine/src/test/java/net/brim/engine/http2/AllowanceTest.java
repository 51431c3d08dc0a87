package net.brim.engine.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class AllowanceTest {

  private final Allowance allowance = new Allowance();

  @Test
  void aBurstHasItsLimit() {
    assertEquals(1000, frames(Allowance.FRAME));
  }

  @Test
  void streamsForNothingHaveALowerOne() {
    assertEquals(200, frames(Allowance.STREAM));
  }

  @Test
  void timeGivesBackAHundredFramesASecond() {
    frames(Allowance.FRAME);
    for (int tick = 0; tick <= 10; tick++) {
      allowance.tick();
    }
    assertEquals(100, frames(Allowance.FRAME), 10);
  }

  @Test
  void restDoesNotSaveUp() {
    for (int tick = 0; tick < 1000; tick++) {
      allowance.tick();
    }
    assertEquals(1000, frames(Allowance.FRAME));
  }

  @Test
  void aClientThatIsServedMayCancelEveryThirdRequest() {
    for (int request = 0; request < 10_000; request++) {
      assertTrue(allowance.charge(Allowance.STREAM));
      allowance.response();
      allowance.response();
    }
  }

  @Test
  void aDownloadPaysForTheWindowsItNeeds() {
    for (int frame = 0; frame < 100_000; frame++) {
      allowance.data();
      assertTrue(allowance.charge(Allowance.FRAME));
      assertTrue(allowance.charge(Allowance.FRAME));
    }
  }

  /** How many are free. */
  private int frames(int cost) {
    int count = 0;
    while (allowance.charge(cost)) {
      count++;
    }
    return count;
  }
}
