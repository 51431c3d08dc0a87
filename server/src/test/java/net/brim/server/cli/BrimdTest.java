package net.brim.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrimdTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    return Brimd.run(List.of(words), new Terminal(print(out), print(err)));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "frob, unknown command: frob",
    "start stop, two commands: start and stop",
    "stop now, stop takes no argument: now",
    "start --frob, Unknown option: '--frob'",
    "-c, Missing required parameter for option '--conf' (PATH)"
  })
  void answersAWrongCommandLineWithTheUsage(String words, String problem) {
    assertEquals(2, run(words.split(" ")));
    assertEquals("brimd: " + problem, lines(err).getFirst());
    assertEquals("Usage: brimd [options] [command]", lines(err).get(1));
    assertEquals(List.of(), lines(out));
  }

  @ParameterizedTest
  @CsvSource({"--help", "-?", "-h"})
  void showsTheUsage(String option) {
    assertEquals(0, run(option));
    String usage = out.toString(StandardCharsets.UTF_8);
    for (String word :
        List.of("start", "no-daemon", "stop", "shutdown", "restart", "status", "check", "--conf")) {
      assertTrue(usage.contains(word), word);
    }
  }

  @Test
  void showsTheVersion() {
    assertEquals(0, run("--version"));
    assertTrue(lines(out).getFirst().startsWith("brimd "));
  }

  @ParameterizedTest
  @CsvSource({"stop", "shutdown"})
  void stopsNoOtherServerWhereTheNamedConfigurationIsMissing(String command) {
    Path conf = directory.resolve("typo.conf");
    assertEquals(1, run(command, "-c", conf.toString()));
    assertEquals(
        List.of("No configuration found.", conf + " was not read: there is no such file"),
        lines(err));
    assertEquals(List.of(), lines(out));
    assertEquals(0, run(command, "-c", conf.toString(), "-p", directory.resolve("p").toString()));
    assertEquals(List.of("not running"), lines(out));
  }

  @Test
  void checksAConfiguration() throws Exception {
    Path conf =
        Files.writeString(
            directory.resolve("b.conf"),
            "[http]\nport = 8901\napps = echo\n[echo]\ncall = brim.wsgi_echo.WSGIEcho\n");
    assertEquals(0, run("check", "-c", conf.toString()));
    assertEquals(List.of("OK"), lines(out));
  }

  @Test
  void printsAConfigurationWithItsOrigins() throws Exception {
    Path conf =
        Files.writeString(
            directory.resolve("b.conf"),
            """
            [http]
            port = 8901
            apps = echo
            [echo]
            call = brim.wsgi_echo.WSGIEcho
            path = /100%%
            """);
    assertEquals(0, run("-c", conf.toString(), "check", "--print"));
    assertEquals(
        List.of(
            "[http]",
            "# " + conf + ":2",
            "port = 8901",
            "# " + conf + ":3",
            "apps = echo",
            "",
            "[echo]",
            "# " + conf + ":5",
            "call = brim.wsgi_echo.WSGIEcho",
            "# " + conf + ":6",
            "path = /100%%"),
        lines(out));
  }

  @Test
  void tellsAllThatIsWrong() throws Exception {
    Path conf =
        Files.writeString(
            directory.resolve("b.conf"), "[brim]\nusr = x\n[http]\napps = a\nworkers = many\n");
    assertEquals(1, run("check", "-c", conf.toString()));
    assertEquals(3, lines(err).size(), () -> lines(err).toString());
  }

  @Test
  void saysThatThereIsNoConfiguration() {
    Path missing = directory.resolve("missing.conf");
    assertEquals(1, run("start", "-p", directory.resolve("pid").toString(), "-c", "" + missing));
    assertEquals(
        List.of("No configuration found.", missing + " was not read: there is no such file"),
        lines(err));
  }

  @Test
  void knowsThatNothingRuns() throws Exception {
    String pid = directory.resolve("pid").toString();
    String conf = directory.resolve("none.conf").toString();
    assertEquals(3, run("status", "-p", pid, "-c", conf));
    assertEquals(0, run("stop", "-p", pid, "-c", conf));
    Files.writeString(Path.of(pid), "99999999\n");
    assertEquals(1, run("status", "-p", pid, "-c", conf));
    assertEquals(1, run("status", "--json", "-p", pid, "-c", conf));
    assertEquals(
        List.of("not running", "not running", "99999999 is not running", "{\"running\":false}"),
        lines(out));
  }
}
