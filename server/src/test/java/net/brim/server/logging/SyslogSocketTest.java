package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real socket calls, with a syslog daemon of a few lines of Python. */
class SyslogSocketTest {

  private static final String DAEMON =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      print('ready', flush=True)
      while True:
          print(s.recv(65536).decode(), flush=True)
      """;

  private static final LogSettings SETTINGS = TestSinks.settings(new LogTarget.Syslog());

  @TempDir Path dir;

  /** A running daemon. */
  private record Daemon(Process process, BufferedReader out) implements AutoCloseable {

    String next() throws IOException {
      return out.readLine();
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      process.onExit().join();
      out.close();
    }
  }

  private Daemon start(Path socket) throws IOException {
    Files.deleteIfExists(socket);
    Process process =
        new ProcessBuilder("python3", "-c", DAEMON, socket.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var daemon = new Daemon(process, process.inputReader(StandardCharsets.UTF_8));
    assertEquals("ready", daemon.next());
    return daemon;
  }

  private static boolean hasPython() {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void linesReachADaemonAndItsSuccessor() throws Exception {
    assumeTrue(hasPython(), "python3 is missing");
    Path socket = dir.resolve("log");
    var sinks = new SystemSinks(Time.SYSTEM, socket);
    assertInstanceOf(LogTarget.Stderr.class, sinks.resolve(new LogTarget.Auto()));
    var writer = new LogWriter(Time.SYSTEM, sinks);
    try (Daemon daemon = start(socket)) {
      assertInstanceOf(LogTarget.Syslog.class, sinks.resolve(new LogTarget.Auto()));
      writer.open(SETTINGS).log(Severity.NOTICE, "one");
      writer.pump();
      String line = daemon.next();
      assertTrue(line.startsWith("<133>"), line);
      assertTrue(line.endsWith(" brimtest[" + ProcessHandle.current().pid() + "]: one"), line);
    }
    LogChannel log = writer.open(SETTINGS);
    log.log(Severity.NOTICE, "lost");
    writer.pump();
    assertEquals(1, writer.dropped());
    try (Daemon successor = start(socket)) {
      assertTrue(deliveredWithin3Seconds(writer, log));
      String line = successor.next();
      assertTrue(line.endsWith("]: probe"), line);
    }
    writer.finish();
  }

  /** Lines are dropped until the sink connects again, at most a second later. */
  private static boolean deliveredWithin3Seconds(LogWriter writer, LogChannel log)
      throws InterruptedException {
    long end = System.nanoTime() + 3_000_000_000L;
    while (System.nanoTime() < end) {
      long before = writer.dropped();
      log.log(Severity.NOTICE, "probe");
      writer.pump();
      if (writer.dropped() == before) {
        return true;
      }
      Thread.sleep(20);
    }
    return false;
  }
}
