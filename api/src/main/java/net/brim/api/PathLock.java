package net.brim.api;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A lock that keeps others out of a file or a directory who ask for it in the same way, in this
 * process and in others; it ends with the process at the latest.
 *
 * <pre>{@code
 * try (var lock = PathLock.acquire(path, Duration.ofSeconds(10))) {
 *   … // alone
 * }
 * }</pre>
 *
 * <p>What is locked is a file beside the path, {@code .NAME.lock}, or {@code .lock} in a directory:
 * closing any descriptor of a file gives up a lock on it, so the path itself can be opened and
 * closed freely. That file stays. Other programs meet the lock as a POSIX record lock ({@code
 * fcntl}, {@code lockf}) on it. Waiting costs no platform thread on virtual threads.
 */
public final class PathLock implements AutoCloseable {

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** The locks that threads of this process have or wait for: the system knows processes only. */
  private static final Map<Path, Turn> TURNS = new HashMap<>();

  private final Path file;
  private final Turn turn;
  private final FileChannel channel;
  private boolean closed;

  /** One after the other in this process; forgotten with the last who wants it. */
  private static final class Turn {
    private final Semaphore free = new Semaphore(1, true);
    private int wanted;
  }

  private PathLock(Path file, Turn turn, FileChannel channel) {
    this.file = file;
    this.turn = turn;
    this.channel = channel;
  }

  /**
   * Waits for the lock.
   *
   * @param path a directory, or a file that may be missing; its directory must be there
   * @param timeout how long to wait at the most; zero tries once
   * @throws LockTimeoutException where others had it all the time
   * @throws IOException where the file for the lock cannot be made
   */
  public static PathLock acquire(Path path, Duration timeout)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Math.max(0, nanos(timeout));
    Path file = lockFile(path);
    Turn turn = want(file);
    boolean mine = false;
    try {
      mine = turn.free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!mine) {
        throw new LockTimeoutException(path, timeout);
      }
      return new PathLock(file, turn, lock(path, file, deadline, timeout));
    } catch (Throwable e) {
      leave(file, turn, mine);
      throw e;
    }
  }

  private static FileChannel lock(Path path, Path file, long deadline, Duration timeout)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      long pause = FIRST_PAUSE_NANOS;
      while (true) {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return channel;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new LockTimeoutException(path, timeout);
        }
        TimeUnit.NANOSECONDS.sleep(Math.min(left, pause));
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      }
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /** Whatever leads to a path, its lock is the same one. */
  private static Path lockFile(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return path.toRealPath().resolve(".lock");
    }
    Path real = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    Path directory = real.getParent();
    Path name = real.getFileName();
    if (directory == null || name == null) {
      throw new IOException(path + " names no file");
    }
    return directory.toRealPath().resolve("." + name + ".lock");
  }

  private static long nanos(Duration timeout) {
    return timeout.compareTo(Duration.ofDays(365)) < 0
        ? timeout.toNanos()
        : Duration.ofDays(365).toNanos();
  }

  private static Turn want(Path file) {
    synchronized (TURNS) {
      Turn turn = TURNS.computeIfAbsent(file, any -> new Turn());
      turn.wanted++;
      return turn;
    }
  }

  private static void leave(Path file, Turn turn, boolean mine) {
    if (mine) {
      turn.free.release();
    }
    synchronized (TURNS) {
      if (--turn.wanted == 0) {
        TURNS.remove(file);
      }
    }
  }

  /** Gives the lock up; a second time does nothing. */
  @Override
  public void close() throws IOException {
    synchronized (turn) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      channel.close();
    } finally {
      leave(file, turn, true);
    }
  }
}
