package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine as a library: the example runs as its page says. */
class EmbeddingTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  @Test
  void theExampleServesOnTheJdksOwnScheduler() throws Exception {
    serves();
  }

  @Test
  void theExampleServesOnTheLoop() throws Exception {
    serves("--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED");
  }

  private void serves(String... flags) throws Exception {
    Program program = start(flags);
    Await.until(() -> "its start: " + program.terminal(), () -> program.out().contains("\n"));
    assertEquals("listening on port " + brimd.port() + "\n", program.out());

    assertEquals("Hello from /x\n", RawClient.get(brimd.port(), "/x").text());
    assertEquals("The post /first of /blog\n", RawClient.get(brimd.port(), "/blog/first").text());
    assertEquals("The post / of /blog\n", RawClient.get(brimd.port(), "/blog").text());
    assertEquals("Hello from /blogger\n", RawClient.get(brimd.port(), "/blogger").text());
    assertEquals("Hello from /blog/x\n", RawClient.get(brimd.port(), "/blog%2Fx").text());

    brimd.signal(program.pid(), "TERM");
    Outcome end = program.outcome();
    assertTrue(end.out().contains("stopped: {start_time="), end::toString);
    assertTrue(end.out().contains("request_count=5, "), end::toString);
    assertTrue(end.out().contains("status_2xx_count=5, "), end::toString);
    assertTrue(Ports.isFree(brimd.port()));
  }

  @Test
  void aSecondServerOnTheSamePortIsRefused() {
    Program first = start();
    Await.until(() -> "its start: " + first.terminal(), () -> first.out().contains("\n"));

    Outcome second = start().outcome().exits(1);

    String message = "cannot listen on port " + brimd.port() + " of 127.0.0.1: ";
    assertTrue(second.err().contains(message), second::toString);
    assertTrue(second.err().contains("ddress already in use"), second::toString);
    brimd.signal(first.pid(), "TERM");
    first.outcome();
  }

  private Program start(String... flags) {
    Path source =
        brimd.write("Embedded.java", Distribution.read("examples/embedded/Embedded.java"));
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", Distribution.directory() + "/lib/*", source.toString()));
    return brimd.start(command, brimd.home());
  }
}
