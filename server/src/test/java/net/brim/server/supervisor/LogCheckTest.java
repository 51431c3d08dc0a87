package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.brim.api.Conf;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCheckTest {

  @TempDir private Path directory;

  private Settings settings(String logTo) {
    var problems = new Problems();
    Settings settings =
        Settings.read(
            Conf.of(
                Map.of(
                    "wsgi",
                    Map.of(
                        "apps", new Conf.Value("echo", null),
                        "log_to", new Conf.Value(logTo, null)),
                    "echo",
                    Map.of("call", new Conf.Value("brim.wsgi_echo.WSGIEcho", null))),
                List.of(Path.of("test.conf"))),
            problems);
    assertTrue(problems.isEmpty(), () -> problems.lines().toString());
    return settings;
  }

  private String told(String logTo, String stderr) {
    var out = new ByteArrayOutputStream();
    try (var report = Report.to(print(out), print(out))) {
      new LogCheck(settings(logTo), report).run(Path.of(stderr));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  @Test
  void makesTheLogFile() {
    Path file = directory.resolve("brim.log");
    assertEquals("", told("file:" + file, "/dev/null"));
    assertTrue(Files.exists(file));
  }

  @Test
  void refusesAFileThatCannotBeWritten() {
    var refused =
        assertThrows(StartFailedException.class, () -> told("file:" + directory, "/dev/null"));
    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith("[wsgi] log_to: the log file " + directory + " cannot be written: "),
        refused::getMessage);
  }

  @Test
  void saysWhenLogLinesGoNowhere() {
    assertTrue(told("stderr", "/dev/null").contains("log lines go nowhere"));
    assertEquals("", told("stderr", "/var/log/brim.err"));
    assertEquals("", told("syslog", "/dev/null"));
  }
}
