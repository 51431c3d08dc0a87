package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The values around a WebSocket. */
class WebSocketTest {

  @Test
  void aTextHasBytesAndBytesHaveNoText() {
    assertArrayEquals(new byte[] {(byte) 0xc3, (byte) 0xbc}, new WebSocket.Text("\u00fc").bytes());
    var binary = new WebSocket.Binary(new byte[3]);
    assertEquals(1003, assertThrows(WebSocketException.class, binary::text).close().code());
    assertEquals("Binary[3]", binary.toString());
  }

  @Test
  void onlySomeCodesAreSent() {
    for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4000, 4999}) {
      assertTrue(new WebSocketClose(code, "").sendable(), () -> "" + code);
    }
    for (int code : new int[] {1004, 1005, 1006, 1015, 1016, 2000, 2999}) {
      assertFalse(new WebSocketClose(code, "").sendable(), () -> "" + code);
      assertThrows(IllegalArgumentException.class, () -> new WebSocketException(code, ""));
    }
    for (int code : new int[] {-1, 0, 999, 5000}) {
      assertThrows(IllegalArgumentException.class, () -> new WebSocketClose(code, ""));
    }
  }

  @Test
  void aReasonFitsIntoAControlFrame() {
    assertEquals("4000 x", new WebSocketClose(4000, "x").toString());
    assertEquals("4000", new WebSocketClose(4000, "").toString());
    assertEquals(123, new WebSocketClose(4000, "x".repeat(123)).reason().length());
    assertThrows(
        IllegalArgumentException.class, () -> new WebSocketClose(4000, "\u00fc".repeat(62)));
  }

  @Test
  void optionsAreChecked() {
    WebSocketOptions options =
        WebSocketOptions.DEFAULT
            .protocols("a", "b")
            .maxMessageSize(1)
            .pingInterval(Duration.ofSeconds(1))
            .origins("*");
    assertEquals(
        "WebSocketOptions[protocols=[a, b], maxMessageSize=1, pingInterval=PT1S, origins=[*]]",
        options.toString());
    assertThrows(IllegalArgumentException.class, () -> options.protocols("a b"));
    assertThrows(IllegalArgumentException.class, () -> options.maxMessageSize(0));
    assertThrows(IllegalArgumentException.class, () -> options.maxMessageSize(Integer.MAX_VALUE));
    assertThrows(
        IllegalArgumentException.class, () -> options.pingInterval(Duration.ofMillis(999)));
    assertThrows(IllegalArgumentException.class, () -> options.pingInterval(Duration.ofDays(2)));
  }
}
