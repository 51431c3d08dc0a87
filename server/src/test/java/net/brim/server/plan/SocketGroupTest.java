package net.brim.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketGroupTest {

  @Test
  void isAWordOfACommandLine() {
    for (var group : new SocketGroup[] {new SocketGroup(false, 12), new SocketGroup(true, 1)}) {
      assertEquals(group, SocketGroup.parse(group.text()));
    }
    assertEquals("inet:12", new SocketGroup(false, 12).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "inet:", "inet:0", "unix:x", "udp:1"})
  void anyOtherWordIsRefused(String word) {
    assertThrows(IllegalArgumentException.class, () -> SocketGroup.parse(word));
  }
}
