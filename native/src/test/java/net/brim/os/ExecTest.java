package net.brim.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListSet;
import net.brim.os.service.ProcessSignals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExecTest {

  /** Runs in a JVM of its own: fails to become one program, then becomes a shell. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      Os os = Os.current();
      List<Integer> descriptors = new ArrayList<>(List.of(0, 1, 2));
      for (int i = 0; i < 30; i++) {
        descriptors.add(os.memoryFile("file" + i, 1));
      }
      // From 3 on in reverse, so that sources and targets overlap.
      List<Integer> passed = new ArrayList<>(descriptors.subList(0, 3));
      passed.addAll(descriptors.subList(3, descriptors.size()).reversed());
      os.duplicate(descriptors.get(5), 200);
      try (Frame frame = new Frame()) {
        CFunction.returningLong("signal").call(frame, Signals.USR1, 1);
        SignalSets.mask(frame, SignalSets.all(frame));
      }
      String before = state();
      try {
        os.exec(new Program(List.of(arguments[0]), List.of(), passed, false));
      } catch (OsException failure) {
        System.out.println("refused: " + failure.getMessage());
      }
      System.out.println("restored: " + before.equals(state()));
      // A shell clears its mask when it starts another program, so that it reads its status itself.
      String script =
          "echo pid: $$; while read line; do echo \"$line\"; done < /proc/self/status;"
              + " ls -l /proc/self/fd";
      os.exec(new Program(List.of("/bin/sh", "-c", script), List.of("PATH=/bin"), passed, true));
    }

    private static String state() {
      StringBuilder state = new StringBuilder();
      for (int fd = 0; fd < 210; fd++) {
        Path link = Path.of("/proc/self/fd/" + fd);
        try (Frame frame = new Frame()) {
          int flags = (int) Descriptors.FCNTL.call(frame, fd, 1, 0);
          // Those above may have been closed on exec meanwhile, which is no harm.
          state.append(fd < 33 ? flags : flags & ~1).append(' ');
          state.append(flags == -1 ? "" : Files.readSymbolicLink(link)).append('\n');
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
      try {
        Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
            .filter(line -> line.startsWith("SigBlk") || line.startsWith("SigIgn"))
            .forEach(line -> state.append(line).append('\n'));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return state.toString();
    }
  }

  @Test
  void becomesAnotherProgramAfterAFailure(@TempDir Path directory) throws Exception {
    Path broken = directory.resolve("broken");
    Files.writeString(broken, "neither a script nor a binary");
    Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwx------"));
    Child.Result result = Child.run(Child.java(Main.class, broken.toString()), List.of(), false);
    assertEquals("exec " + broken + ": Exec format error", result.value("refused:"));
    assertEquals("true", result.value("restored:"));
    assertEquals(String.valueOf(result.pid()), result.value("pid:"));
    assertEquals("0000000000000000", result.value("SigBlk:"));
    assertEquals("0000000000000000", result.value("SigIgn:"));
    SortedMap<Integer, String> descriptors = Child.descriptors(result);
    assertEquals(3 + 30, descriptors.size(), result.output());
    for (int i = 0; i < 30; i++) {
      assertEquals("/memfd:file" + (29 - i) + " (deleted)", descriptors.get(3 + i));
    }
  }

  /** Becomes a JVM by another JVM while somebody sends it signals without end. */
  static final class Bombarded {

    private static final List<Integer> ALL =
        List.of(
            Signals.HUP,
            Signals.INT,
            Signals.TERM,
            Signals.USR1,
            Signals.USR2,
            Signals.TTIN,
            Signals.TTOU);

    private Bombarded() {}

    public static void main(String[] arguments) throws InterruptedException {
      var heard = new ConcurrentSkipListSet<String>();
      Runnable handlers =
          () -> {
            for (int signal : ALL) {
              ProcessSignals.handle(Signals.name(signal).substring(3), heard::add);
            }
          };
      if (arguments.length == 0) {
        handlers.run();
        int sender = Child.OS.spawn(sender());
        var command = new ArrayList<>(Child.java(Bombarded.class, String.valueOf(sender)));
        Child.OS.exec(new Program(command, List.of(), List.of(0, 1, 2), false, ALL));
      }
      Child.OS.unblockSignals(handlers);
      while (heard.size() < ALL.size()) {
        Thread.sleep(5);
      }
      System.out.println("heard: " + heard);
      System.out.println("left: " + ignored());
      Child.OS.kill(Integer.parseInt(arguments[0]), Signals.KILL);
    }

    private static Program sender() {
      var script = new StringBuilder("while :; do sleep 0.005;");
      for (int signal : ALL) {
        script.append(" kill -%d %d || exit;".formatted(signal, ProcessHandle.current().pid()));
      }
      int nowhere = Child.OS.memoryFile("nowhere", 0); // the test reads to the end of what we print
      return new Program(
          List.of("/bin/sh", "-c", script + " done"),
          List.of("PATH=/bin:/usr/bin"),
          List.of(0, nowhere, nowhere),
          false);
    }

    private static String ignored() {
      try {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring(7).strip())
            .findFirst()
            .orElseThrow();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Test
  void signalsThatAreHeldBackNeverEndTheProgram() {
    Child.Result result = Child.run(Child.java(Bombarded.class), List.of(), false);
    assertEquals("[HUP, INT, TERM, TTIN, TTOU, USR1, USR2]", result.value("heard:"));
    assertEquals("0000000000000000", result.value("left:"));
    assertEquals("exited with status 0", result.exit().describe());
  }

  @Test
  void saysWhichProgramIsMissing() {
    Child.Result result = Child.run(Child.java(Main.class, "/no/such"), List.of(), false);
    assertEquals("exec /no/such: No such file or directory", result.value("refused:"));
    assertEquals("true", result.value("restored:"));
  }
}
