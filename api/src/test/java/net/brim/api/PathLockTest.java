package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathLockTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void keepsOthersOfThisProcessOut() throws Exception {
    Path file = directory.resolve("data");
    try (var lock = PathLock.acquire(file, Duration.ZERO)) {
      assertNotNull(lock);
      var refused =
          assertThrows(
              LockTimeoutException.class, () -> PathLock.acquire(file, Duration.ofMillis(5)));
      assertEquals(file + " is locked by somebody else; waited 5 ms", refused.getMessage());
    }
    PathLock.acquire(file, Duration.ZERO).close();
  }

  @Test
  void manyThreadsHaveItOneAfterTheOther() throws Exception {
    var inside = new AtomicInteger();
    var times = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 50; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            try (var lock = PathLock.acquire(directory, LONG)) {
              assertEquals(1, inside.incrementAndGet(), lock::toString);
              LockSupport.parkNanos(1000);
              assertEquals(0, inside.decrementAndGet());
              times.incrementAndGet();
            } catch (IOException | InterruptedException e) {
              throw new AssertionError(e);
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(50, times.get());
  }

  @Test
  void keepsOtherProcessesOutUntilTheyEnd() throws Exception {
    Path file = directory.resolve("data");
    Process other = otherProcess(file);
    try (var out =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("locked", out.readLine());
      assertThrows(LockTimeoutException.class, () -> PathLock.acquire(file, Duration.ofMillis(50)));
    } finally {
      other.destroyForcibly().waitFor();
    }
    PathLock.acquire(file, LONG).close();
  }

  private static Process otherProcess(Path file) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Locks a path and says so, for as long as its process lives. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      try (var lock = PathLock.acquire(Path.of(arguments[0]), LONG)) {
        assertNotNull(lock);
        System.out.println("locked");
        while (System.in.read() >= 0) {}
      }
    }
  }

  @Test
  void theFileItselfCanBeUsedMeanwhile() throws Exception {
    Path file = Files.writeString(directory.resolve("data"), "1");
    try (var lock = PathLock.acquire(file, Duration.ZERO)) {
      assertNotNull(lock);
      Files.writeString(file, Files.readString(file) + "2");
      Files.move(file, directory.resolve("moved"));
      assertThrows(LockTimeoutException.class, () -> PathLock.acquire(file, Duration.ZERO));
    }
    assertEquals("12", Files.readString(directory.resolve("moved")));
  }

  @Test
  void everyWayToAPathMeansTheSameLock() throws Exception {
    Path sub = Files.createDirectory(directory.resolve("sub"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), sub);
    try (var lock = PathLock.acquire(sub.resolve("x"), Duration.ZERO)) {
      assertNotNull(lock);
      for (Path same : List.of(link.resolve("x"), sub.resolve("../sub/./x"))) {
        assertThrows(LockTimeoutException.class, () -> PathLock.acquire(same, Duration.ZERO));
      }
      PathLock.acquire(sub.resolve("y"), Duration.ZERO).close();
      PathLock.acquire(sub, Duration.ZERO).close();
    }
    try (var lock = PathLock.acquire(sub, Duration.ZERO)) {
      assertNotNull(lock);
      assertThrows(LockTimeoutException.class, () -> PathLock.acquire(link, Duration.ZERO));
    }
  }

  @Test
  void givingItUpTwiceTakesItFromNobody() throws Exception {
    Path file = directory.resolve("data");
    PathLock first = PathLock.acquire(file, Duration.ZERO);
    first.close();
    try (var second = PathLock.acquire(file, Duration.ZERO)) {
      assertNotNull(second);
      first.close();
      assertThrows(LockTimeoutException.class, () -> PathLock.acquire(file, Duration.ZERO));
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsAnError() {
    Path none = directory.resolve("none/file");
    var failure = assertThrows(IOException.class, () -> PathLock.acquire(none, LONG));
    assertTrue(!(failure instanceof LockTimeoutException), failure::toString);
    assertThrows(IOException.class, () -> PathLock.acquire(none, LONG));
  }
}
