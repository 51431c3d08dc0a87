package net.brim.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.brim.engine.hub.Activity;
import org.junit.jupiter.api.Test;

final class OpenConnectionsTest {

  @Test
  void saysHowManyThereAreOfWhat() {
    assertEquals("", OpenConnections.of(List.of()).describe());
    assertEquals(
        "1 busy connection, 2 WebSockets, 1 HTTP/2 connection",
        OpenConnections.of(
                List.of(
                    Activity.CONVERSATION,
                    Activity.STREAMS,
                    Activity.MESSAGE,
                    Activity.CONVERSATION))
            .describe());
    assertEquals(
        "2 idle connections, 1 connection whose client does not close",
        new OpenConnections(2, 0, 0, 0, 1).describe());
  }
}
