package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrivilegesTest {

  /** Runs in a JVM of its own: becomes nobody and tries to go back. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
      Os os = Os.current();
      Os.User root = os.user("root").orElseThrow();
      Os.User nobody = os.user("nobody").orElseThrow();
      os.denyNewPrivileges();
      os.become(nobody, 12345);
      for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
        if (line.startsWith("CapBnd:") || line.startsWith("NoNewPrivs:")) {
          System.out.println("main " + line.strip());
        }
      }
      System.out.println("effective: " + os.effectiveUserId());
      try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
        for (Path thread : threads.toList()) {
          for (String line : Files.readAllLines(thread.resolve("status"))) {
            if (line.matches("(Uid|Gid|Groups|Cap(Inh|Prm|Eff|Amb)):.*")) {
              System.out.println(line.strip());
            }
          }
        }
      }
      try {
        os.become(root, 0);
      } catch (OsException failure) {
        System.out.println("refused: " + failure.getMessage());
      }
    }
  }

  @Test
  void givesUpRootInAllThreadsForGood() {
    assumeTrue(OS.effectiveUserId() == 0, "needs root");
    Child.Result result = Child.run(Child.java(Main.class), List.of(), false);
    assertEquals("65534", result.value("effective:"), result.output());
    assertEquals("becoming user root: Operation not permitted", result.value("refused:"));
    assertAll(result, "Uid:", "Uid:\t65534\t65534\t65534\t65534");
    assertAll(result, "Gid:", "Gid:\t12345\t12345\t12345\t12345");
    assertAll(result, "Groups:", "Groups:\t12345 65534");
    for (String set : List.of("CapInh:", "CapPrm:", "CapEff:", "CapAmb:")) {
      assertAll(result, set, set + "\t0000000000000000");
    }
    assertEquals("0000000000000000", result.value("main CapBnd:"));
    assertEquals("1", result.value("main NoNewPrivs:"));
  }

  private static void assertAll(Child.Result result, String prefix, String expected) {
    List<String> lines =
        result.lines().stream().filter(line -> line.startsWith(prefix)).distinct().toList();
    assertEquals(List.of(expected), lines);
    assertTrue(result.lines().stream().filter(expected::equals).count() > 5, "many threads");
  }

  @Test
  void anIdThatChangesNothingIsRefused() {
    Os.User user = new Os.User("x", -1, 1, Path.of("/"), List.of());
    assertThrows(IllegalArgumentException.class, () -> OS.become(user, 1));
  }
}
