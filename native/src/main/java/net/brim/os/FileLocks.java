package net.brim.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * POSIX locks on files, which belong to a process; locks of open file descriptions, which live as
 * long as any copy of a descriptor, over an exec too; BSD locks on directories.
 *
 * <pre>
 * struct flock:  0 type (short)   2 whence (short)   8 start (long)   16 length (long)   24 pid (int)
 *
 * an open file description has no pid, so its owner's is in the file; what is there before that,
 * a dead process wrote, which the length of the lock tells:
 *
 *   lock 1 byte ─▶ write the pid ─▶ lock all ─▶ (emptied) ─▶ closed
 *   └────── a reader waits ──────┘             └ it waits ┘
 * </pre>
 */
final class FileLocks {

  private static final int SIZE = 32;
  private static final int TYPE = 0;
  private static final int LENGTH = 16;
  private static final int PID = 24;
  private static final int F_GETLK = 5;
  private static final int F_OFD_SETLK = 37;
  private static final short F_RDLCK = 0;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;
  private static final long ONE_BYTE = 1;
  private static final long ALL = 0;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;

  private static final int LONGEST_PID = 16;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final CFunction FLOCK = CFunction.returningInt("flock").restarting();

  private FileLocks() {}

  /** See {@link Os#lockFile}. */
  static boolean lock(int fd, int pid) {
    try (Frame frame = new Frame()) {
      if (!lock(frame, fd, ONE_BYTE)) {
        return false;
      }
      Descriptors.truncate(fd, 0);
      byte[] text = (pid + "\n").getBytes(StandardCharsets.US_ASCII);
      Descriptors.write(fd, text, 0, text.length);
      if (!lock(frame, fd, ALL)) {
        throw new OsException("lock " + fd, 0, "another process has locked a part of the file");
      }
      return true;
    }
  }

  private static boolean lock(Frame frame, int fd, long length) {
    Memory lock = frame.allocate(SIZE);
    lock.bytes().putShort(TYPE, F_WRLCK).putLong(LENGTH, length);
    if (Descriptors.FCNTL.call(frame, fd, F_OFD_SETLK, lock.address()) == 0) {
      return true;
    }
    if (frame.errno() == Errno.EAGAIN || frame.errno() == OsException.EACCES) {
      return false;
    }
    throw frame.failure("lock " + fd);
  }

  /** See {@link Os#lockHolder}. */
  static OptionalInt holder(Path file) {
    try (Frame frame = new Frame()) {
      int flags = Descriptors.O_CLOEXEC | Descriptors.O_NONBLOCK;
      int fd = (int) Descriptors.OPEN.call(frame, frame.string(file.toString()), flags);
      if (fd == -1 && frame.errno() == Errno.ENOENT) {
        return OptionalInt.empty();
      }
      if (fd == -1) {
        throw frame.failure("open " + file);
      }
      try {
        return holder(frame, fd, file);
      } finally {
        Descriptors.close(fd);
      }
    }
  }

  private static OptionalInt holder(Frame frame, int fd, Path file) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      Memory lock = obstacle(frame, fd, file);
      int pid = lock.bytes().getInt(PID);
      // A holder outside of our pid namespace has no pid here.
      if (lock.bytes().getShort(TYPE) == F_UNLCK || pid == 0) {
        return OptionalInt.empty();
      }
      if (pid > 0) {
        return OptionalInt.of(pid);
      }
      OptionalInt written =
          lock.bytes().getLong(LENGTH) == ALL ? writtenPid(fd) : OptionalInt.empty();
      if (written.isPresent()) {
        return hasOpen(written.getAsInt(), fd) ? written : OptionalInt.empty();
      }
      if (System.nanoTime() >= deadline) {
        throw new OsException("lock of " + file, 0, "its holder has not written its pid");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** What keeps us from a read lock on the whole file: only write locks do. */
  private static Memory obstacle(Frame frame, int fd, Path file) {
    Memory lock = frame.allocate(SIZE);
    lock.bytes().putShort(TYPE, F_RDLCK);
    if (Descriptors.FCNTL.call(frame, fd, F_GETLK, lock.address()) == -1) {
      throw frame.failure("lock of " + file);
    }
    return lock;
  }

  private static OptionalInt writtenPid(int fd) {
    byte[] bytes = new byte[LONGEST_PID];
    int count = FilesBeneath.readAt(fd, bytes, 0, bytes.length, 0);
    String text = new String(bytes, 0, count, StandardCharsets.US_ASCII);
    return text.matches("[1-9][0-9]{0,8}\n")
        ? OptionalInt.of(Integer.parseInt(text.strip()))
        : OptionalInt.empty();
  }

  /**
   * Whether that process has this file open: in another pid namespace than the holder's, its pid is
   * that of another process, or of none. Where we may not look, we could do it no harm either.
   */
  private static boolean hasOpen(int pid, int fd) {
    try {
      Object wanted = Objects.requireNonNull(identity(Path.of("/proc/self/fd/" + fd)));
      try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid, "fd"))) {
        for (Path one : open) {
          if (wanted.equals(identity(one))) {
            return true;
          }
        }
      }
      return false;
    } catch (AccessDeniedException e) {
      return true;
    } catch (IOException | DirectoryIteratorException e) {
      return false; // it has just ended
    }
  }

  /** Null for a descriptor that has been closed meanwhile. */
  private static @Nullable Object identity(Path descriptor) throws IOException {
    try {
      return Files.readAttributes(descriptor, "unix:dev,ino");
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** See {@link Os#lockDirectory}. */
  static OptionalInt lockDirectory(Path directory) {
    try (Frame frame = new Frame()) {
      long path = frame.string(directory.toString());
      int fd = (int) Descriptors.OPEN.call(frame, path, Descriptors.O_CLOEXEC);
      if (fd == -1) {
        throw frame.failure("open " + directory);
      }
      if (FLOCK.call(frame, fd, LOCK_EX | LOCK_NB) == 0) {
        return OptionalInt.of(fd);
      }
      OsException failure = frame.failure("lock " + directory);
      Descriptors.close(fd);
      if (failure.errno() == Errno.EAGAIN) {
        return OptionalInt.empty();
      }
      throw failure;
    }
  }
}
