package net.brim.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WrkTest {

  @Test
  void readsWhatTheScriptPrints() throws IOException {
    Wrk.Outcome outcome =
        Wrk.outcome(
            """
            Running 2s test @ http://127.0.0.1:8901/hello
              30000 requests in 2.00s, 3.9MB read
              Socket errors: connect 1, read 2, write 0, timeout 5
              Non-2xx or 3xx responses: 40
            Requests/sec:  15000.00
            figures: 30000 2000000 230 1070 4100
            errors: connect 1, read 2, write 0, status 40, timeout 5
            """);
    assertEquals(30_000, outcome.requests());
    assertEquals(15_000, outcome.rate());
    assertEquals(230, outcome.p50());
    assertEquals(1070, outcome.p99());
    assertEquals(4100, outcome.p999());
    assertEquals(48, outcome.errors());
  }

  @Test
  void silenceIsAnError() {
    assertThrows(IOException.class, () -> Wrk.outcome("unable to connect"));
  }
}
