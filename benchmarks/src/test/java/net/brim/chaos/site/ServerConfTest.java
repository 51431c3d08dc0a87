package net.brim.chaos.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerConfTest {

  @Test
  void anOptionOfAFaultTakesThePlaceOfOurs() {
    String text = conf(List.of("log_to = syslog", "spares = 1")).text();
    assertFalse(text.contains("log_to = file:"), text);
    assertEquals(1, text.lines().filter(line -> line.startsWith("log_to")).count());
    assertTrue(text.contains("\nspares = 1\n") && text.contains("\nworkers = 2\n"), text);
  }

  @Test
  void theAppCanBeReplacedAndSectionsAdded() {
    String text = conf(List.of()).withApp("call = other.App").withRest("[more]\n").text();
    assertTrue(text.endsWith("[chaos]\ncall = other.App\n\n[more]\n"), text);
  }

  private static ServerConf conf(List<String> brim) {
    return new ServerConf(Path.of("/classes"), 8901, 2, brim, List.of(), List.of(), "");
  }
}
