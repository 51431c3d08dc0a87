package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ChildrenTest {

  @Test
  void tellsTheExitStatus() {
    ChildExit exit = Child.run("/bin/sh", "-c", "exit 42").exit();
    assertEquals(42, exit.status());
    assertEquals(0, exit.signal());
    assertEquals("exited with status 42", exit.describe());
    assertEquals(255, Child.run("/bin/sh", "-c", "exit 255").exit().status());
  }

  @Test
  void tellsTheSignal() {
    int[] pipe = OS.pipe();
    int pid = Child.start(pipe[0], 2, List.of("/bin/cat"));
    assertTrue(OS.kill(pid, Signals.KILL));
    assertEquals(new ChildExit(pid, -1, Signals.KILL), OS.waitForChild(pid));
    assertFalse(OS.kill(pid, 0), "reaped");
    OS.close(pipe[0]);
    OS.close(pipe[1]);
  }

  @Test
  void waitsForAnyChildUntilThereIsNone() {
    int[] pipe = OS.pipe();
    int first = Child.start(pipe[0], 2, List.of("/bin/cat"));
    int second = Child.start(pipe[0], 2, List.of("/bin/cat"));
    OS.kill(second, Signals.TERM);
    Set<Integer> ours = Set.of(first, second);
    assertEquals(Optional.of(new ChildExit(second, -1, Signals.TERM)), awaitChild(ours));
    OS.waitForChild(second);
    OS.close(pipe[1]);
    assertEquals(Optional.of(new ChildExit(first, 0, 0)), awaitChild(ours));
    assertEquals(Optional.of(new ChildExit(first, 0, 0)), awaitChild(ours), "until it is reaped");
    OS.waitForChild(first);
    assertEquals(Optional.empty(), awaitChild(ours));
    OS.close(pipe[0]);
    assertEquals(
        Errno.ECHILD, assertThrows(OsException.class, () -> OS.waitForChild(first)).errno());
  }

  /** Of this JVM there may be others, which the JDK is about to reap. */
  private static Optional<ChildExit> awaitChild(Set<Integer> ours) {
    Optional<ChildExit> exit = OS.awaitChild();
    while (exit.isPresent() && !ours.contains(exit.get().pid())) {
      Thread.onSpinWait();
      exit = OS.awaitChild();
    }
    return exit;
  }

  @Test
  void whatAChildLeavesInItsGroupEndsBeforeItIsReaped() {
    int[] output = OS.pipe();
    List<String> command = List.of("/bin/sh", "-c", "sleep 1000 & exit 7");
    int pid = OS.spawn(new Program(command, List.of(), List.of(0, output[1], 2), true));
    OS.close(output[1]);
    assertEquals(Optional.of(new ChildExit(pid, 7, 0)), awaitChild(Set.of(pid)));
    assertTrue(OS.kill(pid, 0), "its pid is nobody else's");
    assertTrue(OS.kill(-pid, Signals.KILL));
    assertEquals("", Child.readAll(output[0]), "nobody has the pipe any more");
    assertEquals(new ChildExit(pid, 7, 0), OS.waitForChild(pid));
    assertFalse(OS.kill(pid, 0), "reaped");
    OS.close(output[0]);
  }

  @Test
  void waitingGoesOnAfterASignal() throws Exception {
    int[] pipe = OS.pipe();
    int pid = Child.start(pipe[0], 2, List.of("/bin/cat"));
    try (Interruptions interruptions = new Interruptions()) {
      ChildExit[] exit = new ChildExit[1];
      Thread thread = interruptions.start(() -> exit[0] = OS.waitForChild(pid));
      interruptions.send(20);
      OS.close(pipe[1]);
      thread.join();
      assertEquals(new ChildExit(pid, 0, 0), exit[0]);
    }
    OS.close(pipe[0]);
  }

  @Test
  void refusesPidsThatMeanMany() {
    assertThrows(IllegalArgumentException.class, () -> OS.kill(0, Signals.TERM));
    assertThrows(IllegalArgumentException.class, () -> OS.kill(-1, Signals.TERM));
    assertThrows(IllegalArgumentException.class, () -> OS.waitForChild(-1));
  }

  @Test
  void namesSignals() {
    assertEquals("killed by SIGSEGV", new ChildExit(1, -1, 11).describe());
    assertEquals("killed by signal 40", new ChildExit(1, -1, 40).describe());
  }

  @Test
  void childrenInheritTheDirectory(@TempDir Path directory) throws Exception {
    Path before = Path.of("/proc/self/cwd").toRealPath();
    OS.changeDirectory(directory);
    try {
      assertEquals(directory.toRealPath() + "\n", Child.run("/bin/pwd").output());
    } finally {
      OS.changeDirectory(before);
    }
    Path missing = directory.resolve("none");
    assertEquals(
        Errno.ENOENT, assertThrows(OsException.class, () -> OS.changeDirectory(missing)).errno());
  }
}
