package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
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
      pid =
          Child.start(
              in[0], out[1], Child.java(Main.class, file.toString(), String.valueOf(shared)));
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
