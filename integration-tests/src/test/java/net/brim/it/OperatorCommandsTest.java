package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What operators ask of a server that runs: rotated logs, statistics, a live view. */
class OperatorCommandsTest {

  private static final String ENTER = "\u001b[?1049h";
  private static final String LEAVE = "\u001b[?1049l";

  @RegisterExtension final Brimd brimd = new Brimd();

  private void start(String brimOptions) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        %s

        [http]
        port = 8901
        workers = 2
        apps = workbench stats

        [http#quiet]
        port = 8902
        apps = workbench
        access_log_to = file:~/access.log

        %s
        """
            .formatted(Workbench.classpath(), brimOptions, Workbench.SECTION));
    brimd.started();
  }

  private void get(int port, String path) throws IOException {
    assertEquals(200, RawClient.get(brimd.port(port), path).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stats", "top", "logrotate", "logreopen"})
  void whereNothingRunsThatIsSaid(String command) {
    brimd.conf("[http]\nport = 8901\napps = echo\n[echo]\ncall = brim.wsgi_echo.WSGIEcho\n");
    Outcome outcome = brimd.run(command).exits(3);
    assertEquals("not running\n", outcome.terminal());
  }

  // --- logs ---

  @ParameterizedTest
  @ValueSource(strings = {"logrotate", "logreopen"})
  void afterARotationNothingGoesToTheOldFiles(String command) throws IOException {
    start("log_to = file:~/brim.log");
    for (int i = 0; i < 6; i++) {
      get(8901, "/log/before");
    }
    get(8902, "/hello");
    brimd.awaitLine("access.log", "/hello");
    rotate("brim.log");
    rotate("access.log");

    assertEquals("", brimd.run(command).exits(0).terminal());

    long log = Files.size(brimd.file("brim.log.1"));
    long access = Files.size(brimd.file("access.log.1"));
    assertTrue(Files.exists(brimd.file("brim.log")));
    for (int i = 0; i < 12; i++) {
      get(8901, "/log/after");
    }
    get(8902, "/slot");
    brimd.awaitLine("access.log", "/slot");
    Await.until("both workers' lines", () -> brimd.lines("brim.log", "seen after").size() == 12);
    brimd.stopped();
    assertEquals(log, Files.size(brimd.file("brim.log.1")));
    assertEquals(access, Files.size(brimd.file("access.log.1")));
  }

  private void rotate(String log) throws IOException {
    Files.move(brimd.file(log), brimd.file(log + ".1"));
  }

  @Test
  void theErrorlogIsOneOfThem() throws IOException {
    start("log_to = stderr\nerrorlog = ~/errors.log");
    get(8901, "/log/before");
    brimd.awaitLine("errors.log", "seen before");
    rotate("errors.log");
    brimd.run("logrotate").exits(0);
    long size = Files.size(brimd.file("errors.log.1"));
    get(8901, "/log/after");
    brimd.awaitLine("errors.log", "seen after");
    brimd.stopped();
    brimd.awaitLine("errors.log", "stopping");
    assertEquals(size, Files.size(brimd.file("errors.log.1")));
  }

  @Test
  void aWorkerThatDoesNotReactIsNamed() {
    start("log_to = file:~/brim.log");
    long stopped = brimd.worker(1).get("pid").asLong();
    brimd.freeze(stopped);
    Outcome outcome = brimd.run("logrotate").exits(1);
    assertEquals("not within 10 s: worker http/1 (pid %d)\n".formatted(stopped), outcome.err());
    brimd.signal(stopped, "CONT");
    brimd.run("logrotate").exits(0);
    brimd.stopped();
  }

  // --- stats ---

  @Test
  void statsAreThoseOfTheStatsApp() throws IOException {
    start("log_to = file:~/brim.log");
    for (int i = 0; i < 5; i++) {
      get(8902, "/hello");
    }
    Await.until("five requests", () -> quiet(brimd.stats()).get("request_count").asInt() == 5);

    String shown = RawClient.get(brimd.port(), "/stats").text();
    Outcome asked = brimd.run("stats", "--json").exits(0);

    JsonNode app = Brimd.json(shown);
    JsonNode command = Brimd.json(asked.out());
    assertEquals(quiet(app).toString(), quiet(command).toString());
    assertEquals(app.get("start_time"), command.get("start_time"));
    assertEquals(List.copyOf(app.propertyNames()), List.copyOf(command.propertyNames()));
    assertEquals(1, asked.outLines().size(), "one line");

    Outcome text = brimd.run("stats").exits(0);
    var lines = new TreeSet<>(text.outLines().stream().map(l -> l.replaceAll(" +", " ")).toList());
    assertTrue(lines.contains("[http] ALL 0 1"), text::toString);
    assertTrue(lines.contains("[http#quiet] ALL 0"), text::toString);
    assertTrue(lines.contains("request_count 5 5"), text::toString);
    brimd.stopped();
  }

  private static JsonNode quiet(JsonNode stats) {
    return stats.get("http#quiet");
  }

  // --- top ---

  @Test
  void topShowsTheWorkersOnceWhereNobodyWatches() throws IOException {
    start("log_to = file:~/brim.log");
    get(8902, "/hello");
    for (List<String> command : List.of(List.of("top", "--once"), List.of("top"))) {
      Outcome top = brimd.run(command.toArray(String[]::new)).exits(0);
      List<String> lines = top.outLines();
      assertEquals(6, lines.size(), top::toString);
      assertTrue(
          lines
              .get(0)
              .matches(
                  "brimd %d running for \\d\\d:\\d\\d:\\d\\d: \\d+ requests/s, \\d+ connections, .* MB"
                      .formatted(brimd.pid())),
          top::toString);
      assertTrue(lines.get(2).matches("SLOT +PID +STATE .* REQ/S +OPEN +MEMORY"), top::toString);
      assertTrue(
          lines.get(5).matches("http#quiet/0 +\\d+ +ready +\\S+ +0 +1 +0 +\\d+ +\\S+ MB"),
          top::toString);
      assertFalse(top.out().contains("\u001b"), "plain text");
    }
    brimd.stopped();
  }

  /** Runs it in a terminal, where those bytes are typed once a frame has been seen. */
  private Outcome watch(String typed) {
    Clients.need("script", "stty");
    return brimd.shell(
        "(until grep -q requests/s screen.txt 2>/dev/null; do sleep 0.1; done; printf '%s') | "
                .formatted(typed)
            + "script -qfec 'brimd top' screen.txt");
  }

  @Test
  void topGoesOnUntilQIsPressed() {
    start("log_to = file:~/brim.log");
    watch("q").exits(0);
    String screen = brimd.read("screen.txt");
    assertTrue(screen.contains("http#quiet/0"), screen);
    assertTrue(screen.indexOf(ENTER) < screen.indexOf("requests/s"), screen);
    assertTrue(screen.lastIndexOf(LEAVE) > screen.lastIndexOf("requests/s"), screen);
    brimd.stopped();
  }

  @Test
  void controlCLeavesTheTerminalAsItWas() {
    start("log_to = file:~/brim.log");
    watch("\\003").exits(130);
    String screen = brimd.read("screen.txt");
    assertTrue(screen.lastIndexOf(LEAVE) > screen.lastIndexOf("requests/s"), screen);
    brimd.stopped();
  }
}
