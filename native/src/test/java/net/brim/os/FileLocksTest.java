package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileLocksTest {

  /** Runs in a JVM of its own: holds a lock until its standard input ends. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
      boolean shared = Boolean.parseBoolean(arguments[1]);
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock lock = channel.lock(0, Long.MAX_VALUE, shared)) {
        System.out.println(lock.isValid());
        System.in.transferTo(System.out);
      }
    }
  }

  @Test
  void tellsWhoHoldsTheWriteLock(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("pid"));
    assertEquals(OptionalInt.empty(), OS.lockHolder(file));
    Holder holder = new Holder(file, false);
    assertEquals(OptionalInt.of(holder.pid), OS.lockHolder(file));
    holder.end();
    assertEquals(OptionalInt.empty(), OS.lockHolder(file));
  }

  @Test
  void readLocksAndMissingFilesHaveNoHolder(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("pid"));
    Holder holder = new Holder(file, true);
    assertEquals(OptionalInt.empty(), OS.lockHolder(file));
    holder.end();
    assertEquals(OptionalInt.empty(), OS.lockHolder(directory.resolve("missing")));
  }

  /** Runs in a JVM of its own: locks a file, then becomes a program that keeps the lock. */
  static final class Exec {
    private Exec() {}

    public static void main(String[] arguments) throws IOException {
      int fd = OS.openAppend(Path.of(arguments[0]), 0644);
      System.out.println(OS.lockFile(fd, Math.toIntExact(ProcessHandle.current().pid())));
      if (OS.read(0, new byte[1], 0, 1) == 1) {
        List<String> cat = List.of("/bin/cat");
        OS.exec(new Program(cat, List.of(), List.of(0, 1, 2, fd), false));
      }
    }
  }

  @Test
  void aLockOutlivesTheProgramThatTookIt(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("pid"), "a dead process wrote this");
    Holder holder = new Holder(Child.java(Exec.class, file.toString()));
    assertEquals(OptionalInt.of(holder.pid), OS.lockHolder(file));
    Child.write(holder.in[1], "xover");
    byte[] over = new byte[4];
    assertEquals(4, OS.read(holder.out[0], over, 0, 4), "it is cat now");
    assertEquals(OptionalInt.of(holder.pid), OS.lockHolder(file));
    assertEquals(holder.pid + "\n", Files.readString(file));
    int mine = OS.openAppend(file, 0644);
    assertFalse(OS.lockFile(mine, 1));
    assertEquals(holder.pid + "\n", Files.readString(file));
    holder.end();
    assertEquals(OptionalInt.empty(), OS.lockHolder(file));
    assertTrue(OS.lockFile(mine, 1));
    OS.close(mine);
  }

  @Test
  void closingAnotherDescriptorKeepsTheLock(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("pid");
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    int fd = OS.openAppend(file, 0644);
    assertTrue(OS.lockFile(fd, pid));
    assertEquals(pid + "\n", Files.readString(file));
    assertEquals(OptionalInt.of(pid), OS.lockHolder(file));
    assertEquals(OptionalInt.of(pid), OS.lockHolder(file), "asking does not give it up");
    OS.close(fd);
    assertEquals(OptionalInt.empty(), OS.lockHolder(file));
  }

  @Test
  void aFileThatAnotherProgramLockedIsRefused(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("pid"));
    Holder holder = new Holder(file, false);
    int mine = OS.openAppend(file, 0644);
    assertFalse(OS.lockFile(mine, 1));
    OS.close(mine);
    holder.end();
  }

  @Test
  void aPidOfAnotherNamespaceIsNoHolder(@TempDir Path directory) {
    Path file = directory.resolve("pid");
    int sleeper = Child.start(0, 2, List.of("/bin/sleep", "1000"));
    int fd = OS.openAppend(file, 0644);
    assertTrue(OS.lockFile(fd, sleeper));
    assertEquals(OptionalInt.empty(), OS.lockHolder(file), "it does not have the file");
    OS.kill(sleeper, Signals.KILL);
    OS.waitForChild(sleeper);
    assertEquals(OptionalInt.empty(), OS.lockHolder(file), "nobody has that pid");
    OS.close(fd);
  }

  @Test
  void waitsForAHolderThatLetsGo(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("pid");
    int fd = OS.openAppend(file, 0644);
    assertTrue(OS.lockFile(fd, Math.toIntExact(ProcessHandle.current().pid())));
    OS.truncate(fd, 0);
    String message = assertThrows(OsException.class, () -> OS.lockHolder(file)).getMessage();
    assertEquals("lock of " + file + ": its holder has not written its pid", message);
    var asked = new FutureTask<>(() -> OS.lockHolder(file));
    Thread.ofPlatform().start(asked);
    OS.close(fd);
    assertEquals(OptionalInt.empty(), asked.get());
  }

  @Test
  void aDirectoryIsLockedOnce(@TempDir Path directory) {
    int lock = OS.lockDirectory(directory).orElseThrow();
    assertEquals(OptionalInt.empty(), OS.lockDirectory(directory));
    OS.close(lock);
    OS.close(OS.lockDirectory(directory).orElseThrow());
  }

  /** A process that holds a lock. */
  private static final class Holder {
    private final int[] in = OS.pipe();
    private final int[] out = OS.pipe();
    private final int pid;

    Holder(Path file, boolean shared) {
      this(Child.java(Main.class, file.toString(), String.valueOf(shared)));
    }

    Holder(List<String> command) {
      pid = Child.start(in[0], out[1], command);
      OS.close(in[0]);
      OS.close(out[1]);
      byte[] locked = new byte[5];
      assertEquals(5, OS.read(out[0], locked, 0, 5));
    }

    void end() {
      OS.close(in[1]);
      OS.close(out[0]);
      assertEquals(0, OS.waitForChild(pid).status());
    }
  }
}
