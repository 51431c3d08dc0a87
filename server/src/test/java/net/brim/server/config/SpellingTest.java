package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {

  @Test
  void countsEdits() {
    assertEquals(0, Spelling.distance("port", "port"));
    assertEquals(1, Spelling.distance("prt", "port"));
    assertEquals(1, Spelling.distance("porrt", "port"));
    assertEquals(1, Spelling.distance("pord", "port"));
    assertEquals(1, Spelling.distance("prot", "port"));
    assertEquals(4, Spelling.distance("", "port"));
    assertEquals(3, Spelling.distance("kitten", "sitting"));
  }

  @Test
  void findsTheNearest() {
    assertEquals(Optional.of("port"), Spelling.nearest("Prot", List.of("path", "port")));
    assertEquals(Optional.empty(), Spelling.nearest("colour", List.of("path", "port")));
    assertEquals(
        Optional.of("keepalive_timeout"),
        Spelling.nearest("keep_alive_time_out", List.of("timeout", "keepalive_timeout")));
  }

  @Test
  void saysWhatWasMeant() {
    assertEquals(
        "unknown option, did you mean `port`?",
        Spelling.unknown("option", "prot", List.of("port")));
    assertEquals("unknown option", Spelling.unknown("option", "x", List.of("port")));
  }
}
