package net.brim.engine.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ReceiveWindowTest {

  private final ReceiveWindow window = new ReceiveWindow();

  @Test
  void takesAsMuchAsItIsLarge() {
    assertTrue(window.receive(ReceiveWindow.INITIAL));
    assertFalse(window.receive(1));
  }

  @Test
  void isGivenBackWhenHalfOfItWasRead() {
    assertTrue(window.receive(60_000));
    assertEquals(32_766, window.take(32_766));
    assertEquals(0, window.giveBack());
    assertEquals(1, window.take(1));
    assertEquals(32_767, window.giveBack());
    assertEquals(0, window.giveBack());
    assertTrue(window.receive(5_535 + 32_767));
    assertFalse(window.receive(1));
  }

  @Test
  void nothingIsGivenBackTwice() {
    assertTrue(window.receive(10));
    assertEquals(10, window.take(100));
    assertEquals(0, window.take(1));
    assertEquals(0, window.unread());
  }

  @Test
  void growsOnce() {
    assertEquals(100_000 - ReceiveWindow.INITIAL, window.widen(100_000));
    assertEquals(0, window.widen(100_000));
    assertEquals(0, window.widen(10));
    assertTrue(window.receive(100_000));
    assertFalse(window.receive(1));
  }
}
