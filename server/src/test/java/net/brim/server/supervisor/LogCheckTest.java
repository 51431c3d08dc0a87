package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @Test
  void makesTheLogFile() {
    Path file = directory.resolve("brim.log");
    LogCheck.run(settings("file:" + file));
    assertTrue(Files.exists(file));
  }

  @Test
  void refusesAFileThatCannotBeWritten() {
    var refused =
        assertThrows(StartFailedException.class, () -> LogCheck.run(settings("file:" + directory)));
    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith("[wsgi] log_to: the log file " + directory + " cannot be written: "),
        refused::getMessage);
  }
}
