package net.brim.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HttpOptionsTest {

  private static final List<Contender> ALL =
      Stream.of("netty", "brim", "brim-threaded", "nginx").map(CellTest::contender).toList();

  @Test
  void nothingMeansEverything() {
    HttpOptions options = HttpOptions.parse(List.of());
    assertEquals(3, options.rounds());
    assertEquals(5, options.seconds());
    assertEquals(List.of(Scenario.values()), options.scenarios());
    assertEquals(ALL, options.contenders(ALL));
  }

  @Test
  void namesAndNumbersMixInAnyOrder() {
    HttpOptions options =
        HttpOptions.parse(List.of("--only", "nginx,brim", "7", "--scenarios", "tls,hello", "2"));
    assertEquals(7, options.rounds());
    assertEquals(2, options.seconds());
    assertEquals(List.of(Scenario.HELLO, Scenario.TLS), options.scenarios());
    assertEquals(
        List.of("brim", "brim-threaded", "nginx"),
        options.contenders(ALL).stream().map(Contender::key).toList());
  }

  @Test
  void whatThereIsNotIsRefusedByName() {
    assertRefused("quic", "--scenarios", "hello,quic");
    assertRefused("x", "x");
    assertRefused("at least 1", "0");
    assertRefused("--only needs", "--only");
    assertRefused("two numbers", "1", "2", "3");
    HttpOptions options = HttpOptions.parse(List.of("--only", "apache"));
    var refused = assertThrows(UsageException.class, () -> options.contenders(ALL));
    assertTrue(String.valueOf(refused.getMessage()).contains("apache"));
  }

  private static void assertRefused(String said, String... arguments) {
    var refused = assertThrows(UsageException.class, () -> HttpOptions.parse(List.of(arguments)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains(said), () -> "said: " + refused.getMessage());
  }
}
