package net.brim.os.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.brim.os.Os;
import net.brim.os.Program;
import net.brim.os.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service of real processes, told and killed by real signals. */
@Timeout(120)
class SustainedProcessesTest {

  private static final Os OS = Os.current();

  /** The service: two workers that sleep. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      SustainedWorkers.run(
          Os.current(),
          2,
          new ServiceWorker() {
            @Override
            public Program program(int slot) {
              return new Program(List.of("/bin/sleep", "1000"), List.of(), List.of(0, 1, 2), false);
            }

            @Override
            public void runHere() {
              throw new AssertionError("there are workers");
            }
          },
          System.out::println);
      System.out.println("done");
    }
  }

  /** A running service and what it says. */
  private static final class Service implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final Map<Integer, Integer> workers = new TreeMap<>();

    Service() throws IOException {
      // A JVM takes no signal that was ignored when it began, as SIGHUP is below nohup.
      List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
      var options = List.of("--enable-native-access=ALL-UNNAMED");
      command.addAll(JavaProgram.of(Main.class, options, List.of(), List.of()).command());
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      // A read from it cannot be interrupted, so that a test would wait for ever and leave it
      // behind.
      CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line; of one that tells of a start, the process is remembered. */
    String line() throws IOException {
      String line = out.readLine();
      assertTrue(line != null, "the service has ended");
      String[] words = line.split(" ", -1);
      if (line.contains(" started as process ")) {
        workers.put(Integer.valueOf(words[1]), Integer.valueOf(words[5]));
      }
      return line;
    }

    @Override
    public void close() {
      process.destroyForcibly();
      workers
          .values()
          .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
  }

  @Test
  void aKilledWorkerIsReplaced() throws Exception {
    try (var service = new Service()) {
      service.line();
      service.line();
      int first = service.workers.get(0);
      assertTrue(OS.kill(first, Signals.KILL));
      String died = service.line();
      assertTrue(
          died.startsWith("worker 0 (pid " + first + ") killed by SIGKILL; restarting in "), died);
      assertTrue(service.line().startsWith("worker 0 started as process "));
      assertNotEquals(first, service.workers.get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Signals.HUP, Signals.TERM})
  void aSignalGoesOnToAllWorkersAndEndsTheService(int signal) throws Exception {
    try (var service = new Service()) {
      service.line();
      service.line();
      assertTrue(OS.kill((int) service.process.pid(), signal));
      assertEquals(Signals.name(signal) + ": on to all workers", service.line());
      String end = "killed by " + Signals.name(signal);
      assertTrue(service.line().endsWith(end));
      assertTrue(service.line().endsWith(end));
      assertEquals("done", service.line());
      assertEquals(0, service.process.waitFor());
      service.workers.clear();
    }
  }
}
