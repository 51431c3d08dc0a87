package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {

  private static final int F_GETFD = 1;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int FD_CLOEXEC = 1;

  @Test
  void pipeCarriesBytesAndEnds() {
    int[] pipe = OS.pipe();
    Child.write(pipe[1], "hello");
    byte[] into = new byte[10];
    assertEquals(5, OS.read(pipe[0], into, 2, 8));
    assertEquals("hello", new String(into, 2, 5, java.nio.charset.StandardCharsets.US_ASCII));
    OS.close(pipe[1]);
    assertEquals(0, OS.read(pipe[0], into, 0, 10));
    OS.close(pipe[0]);
  }

  @Test
  void newDescriptorsCloseOnExec() {
    int[] pipe = OS.pipe();
    int[] pair = OS.socketPair();
    int memory = OS.memoryFile("test", 10);
    for (int fd : new int[] {pipe[0], pipe[1], pair[0], pair[1], memory}) {
      assertEquals(FD_CLOEXEC, control(fd, F_GETFD, 0));
      OS.close(fd);
    }
  }

  @Test
  void readingNoLongerWaits() {
    int[] pair = OS.socketPair();
    assertEquals(0, control(pair[0], F_GETFL, 0) & Descriptors.O_NONBLOCK);
    OS.setNonBlocking(pair[0]);
    assertEquals(Descriptors.O_NONBLOCK, control(pair[0], F_GETFL, 0) & Descriptors.O_NONBLOCK);
    OS.close(pair[0]);
    OS.close(pair[1]);
    OsException failure = assertThrows(OsException.class, () -> OS.setNonBlocking(pair[0]));
    assertEquals(Errno.EBADF, failure.errno());
  }

  @Test
  void aHandleStaysWithItsFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "one");
    int handle = OS.openPath(file);
    Files.delete(file);
    Files.writeString(file, "another");
    Path through = Path.of("/proc/self/fd/" + handle);
    assertEquals(3, Files.size(through));
    Files.setPosixFilePermissions(through, PosixFilePermissions.fromString("rw-rw----"));
    assertEquals(
        "rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(through)));
    OS.close(handle);
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    handle = OS.openPath(link);
    assertEquals(
        Files.getAttribute(link, "unix:ino", java.nio.file.LinkOption.NOFOLLOW_LINKS),
        Files.getAttribute(Path.of("/proc/self/fd/" + handle), "unix:ino"));
    OS.close(handle);
  }

  @Test
  void socketPairIsConnectedBothWays() {
    int[] pair = OS.socketPair();
    Child.write(pair[0], "a");
    Child.write(pair[1], "b");
    byte[] one = new byte[1];
    assertEquals(1, OS.read(pair[0], one, 0, 1));
    assertEquals('b', one[0]);
    assertEquals(1, OS.read(pair[1], one, 0, 1));
    assertEquals('a', one[0]);
    OS.close(pair[0]);
    OS.close(pair[1]);
  }

  @Test
  void writeWaitsForTheReaderEvenOnANonBlockingDescriptor() {
    int[] pair = OS.socketPair();
    control(pair[0], F_SETFL, Descriptors.O_NONBLOCK);
    control(pair[1], F_SETFL, Descriptors.O_NONBLOCK);
    byte[] sent = new byte[3_000_001];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) (i * 31 + (i >>> 9));
    }
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> {
          OS.write(pair[0], sent, 0, sent.length);
          OS.close(pair[0]);
        });
    byte[] received = new byte[sent.length];
    int done = 0;
    int count = OS.read(pair[1], received, 0, received.length);
    while (count > 0) {
      done += count;
      count = OS.read(pair[1], received, done, received.length - done);
    }
    writer.join();
    OS.close(pair[1]);
    assertEquals(sent.length, done);
    assertArrayEquals(sent, received);
  }

  @Test
  void closingTwiceIsAnError() {
    int[] pipe = OS.pipe();
    OS.close(pipe[0]);
    OS.close(pipe[1]);
    OsException failure = assertThrows(OsException.class, () -> OS.close(pipe[0]));
    assertEquals(Errno.EBADF, failure.errno());
    assertEquals("close " + pipe[0] + ": Bad file descriptor", failure.getMessage());
  }

  @Test
  void mappingsOfOneMemoryFileShare() {
    int fd = OS.memoryFile("shared", 8192);
    try (Arena one = Arena.ofShared();
        Arena other = Arena.ofConfined()) {
      MemorySegment first = OS.map(fd, 8192, one);
      MemorySegment second = OS.map(fd, 8192, other);
      OS.close(fd);
      assertEquals(0, second.get(ValueLayout.JAVA_LONG, 8184));
      first.set(ValueLayout.JAVA_LONG, 8184, 42);
      assertEquals(42, second.get(ValueLayout.JAVA_LONG, 8184));
      assertEquals(8192, second.byteSize());
    }
  }

  @Test
  void duplicateReplacesTheTargetAndStaysOpenOnExec() {
    int[] one = OS.pipe();
    int[] other = OS.pipe();
    OS.duplicate(one[1], other[1]);
    assertEquals(0, control(other[1], F_GETFD, 0));
    byte[] into = new byte[1];
    assertEquals(0, OS.read(other[0], into, 0, 1), "the target was closed");
    Child.write(other[1], "x");
    assertEquals(1, OS.read(one[0], into, 0, 1));
    OS.duplicate(one[1], one[1]);
    assertEquals(0, control(one[1], F_GETFD, 0));
    for (int fd : new int[] {one[0], one[1], other[0], other[1]}) {
      OS.close(fd);
    }
  }

  @Test
  void openAppendCreatesWithItsModeAndAppends(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("ä.log");
    int before = OS.umask(0);
    try {
      int first = OS.openAppend(file, 0640);
      int second = OS.openAppend(file, 0600);
      Child.write(first, "one\n");
      Child.write(second, "two\n");
      Child.write(first, "three\n");
      OS.close(first);
      OS.close(second);
    } finally {
      assertEquals(0, OS.umask(before));
    }
    assertEquals("one\ntwo\nthree\n", Files.readString(file));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Path missing = directory.resolve("none/x");
    OsException failure = assertThrows(OsException.class, () -> OS.openAppend(missing, 0600));
    assertEquals("open " + missing + ": No such file or directory", failure.getMessage());
  }

  @Test
  void aZeroByteInAPathIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Frame.encode("/tmp/a\0b"));
  }

  private static int control(int fd, int command, int argument) {
    try (Frame frame = new Frame()) {
      return (int) Descriptors.FCNTL.call(frame, fd, command, argument);
    }
  }
}
