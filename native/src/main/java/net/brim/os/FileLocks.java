package net.brim.os;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * POSIX locks on files, which belong to a process, and BSD locks on directories, which belong to a
 * descriptor.
 *
 * <pre>
 * struct flock:  0 type (short)   2 whence (short)   8 start (long)   16 length (long)   24 pid (int)
 * </pre>
 */
final class FileLocks {

  private static final int SIZE = 32;
  private static final int TYPE = 0;
  private static final int PID = 24;
  private static final int F_GETLK = 5;
  private static final short F_RDLCK = 0;
  private static final short F_UNLCK = 2;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;

  private static final CFunction FLOCK = CFunction.returningInt("flock").restarting();

  private FileLocks() {}

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

  /** Asks who keeps us from a read lock on the whole file: only write locks do. */
  private static OptionalInt holder(Frame frame, int fd, Path file) {
    Memory lock = frame.allocate(SIZE);
    lock.bytes().putShort(TYPE, F_RDLCK);
    if (Descriptors.FCNTL.call(frame, fd, F_GETLK, lock.address()) == -1) {
      throw frame.failure("lock of " + file);
    }
    int pid = lock.bytes().getInt(PID);
    // A holder outside of our pid namespace has no pid here, and an open file description has none
    // at all.
    boolean held = lock.bytes().getShort(TYPE) != F_UNLCK && pid > 0;
    return held ? OptionalInt.of(pid) : OptionalInt.empty();
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
