package net.brim.os.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff();

  @Test
  void restartsAtOnceWhatHasLivedForAWhile() {
    assertEquals(0, backoff.afterDeath(Backoff.STEADY_MILLIS));
    assertEquals(0, backoff.afterDeath(1_000_000));
  }

  @Test
  void waitsTwiceAsLongEachTime() {
    assertEquals(100, backoff.afterDeath(0));
    assertEquals(200, backoff.afterDeath(10));
    assertEquals(400, backoff.afterDeath(Backoff.STEADY_MILLIS - 1));
  }

  @Test
  void neverWaitsLongerThanTheLimit() {
    for (int i = 0; i < 100; i++) {
      backoff.afterDeath(0);
    }
    assertEquals(Backoff.LONGEST_MILLIS, backoff.afterDeath(0));
  }

  @Test
  void forgetsEarlierFailuresAfterALongLife() {
    backoff.afterDeath(0);
    backoff.afterDeath(0);
    backoff.afterDeath(Backoff.STEADY_MILLIS);
    assertEquals(100, backoff.afterDeath(0));
  }
}
