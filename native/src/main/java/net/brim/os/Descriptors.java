package net.brim.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/** Pipes, files and the calls that take any descriptor. */
final class Descriptors {

  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  private static final int O_WRONLY = 1;
  private static final int O_CREAT = 0x40;
  private static final int O_NOCTTY = 0x100;
  private static final int O_APPEND = 0x400;
  private static final int MFD_CLOEXEC = 1;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int O_PATH = 0x200000;

  /** One of the few numbers that differ between the two architectures. */
  private static final int O_NOFOLLOW =
      System.getProperty("os.arch", "").equals("aarch64") ? 0x8000 : 0x20000;

  /** Longer transfers go in parts, which bounds the native memory of a call. */
  private static final int TRANSFER_LIMIT = 64 * 1024;

  static final CFunction CLOSE = CFunction.returningInt("close");
  static final CFunction FCNTL = CFunction.returningInt("fcntl").variadic();
  static final CFunction OPEN = CFunction.returningInt("open").variadic().restarting();

  private static final CFunction PIPE2 = CFunction.returningInt("pipe2");
  private static final CFunction MEMFD_CREATE = CFunction.returningInt("memfd_create");
  private static final CFunction FTRUNCATE = CFunction.returningInt("ftruncate").restarting();
  private static final CFunction MMAP = CFunction.returningLong("mmap");
  private static final CFunction MUNMAP = CFunction.returningInt("munmap");
  static final CFunction READ = CFunction.returningLong("read").restarting();
  static final CFunction WRITE = CFunction.returningLong("write").restarting();
  private static final CFunction DUP2 = CFunction.returningInt("dup2").restarting();

  private Descriptors() {}

  static int[] pipe() {
    try (Frame frame = new Frame()) {
      Memory ends = frame.allocate(2 * Integer.BYTES);
      if (PIPE2.call(frame, ends.address(), O_CLOEXEC) == -1) {
        throw frame.failure("pipe");
      }
      return new int[] {ends.bytes().getInt(), ends.bytes().getInt()};
    }
  }

  static int memoryFile(String name, long size) {
    try (Frame frame = new Frame()) {
      int fd = (int) MEMFD_CREATE.call(frame, frame.string(name), MFD_CLOEXEC);
      if (fd == -1) {
        throw frame.failure("memfd_create " + name);
      }
      if (FTRUNCATE.call(frame, fd, size) == -1) {
        OsException failure = frame.failure("ftruncate " + name + " to " + size + " bytes");
        close(fd);
        throw failure;
      }
      return fd;
    }
  }

  static MemorySegment map(int fd, long size, Arena arena) {
    try (Frame frame = new Frame()) {
      long address = MMAP.call(frame, 0, size, PROT_READ_WRITE, MAP_SHARED, fd, 0);
      if (address == -1) {
        throw frame.failure("mmap " + size + " bytes of descriptor " + fd);
      }
      return MemorySegment.ofAddress(address)
          .reinterpret(size, arena, mapped -> unmap(mapped.address(), size));
    }
  }

  /** Zeroed memory that takes up room only where it is touched. */
  static MemorySegment reserve(long size, Arena arena) {
    try (Frame frame = new Frame()) {
      long address = MMAP.call(frame, 0, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
      if (address == -1) {
        throw frame.failure("mmap " + size + " bytes");
      }
      return MemorySegment.ofAddress(address)
          .reinterpret(size, arena, mapped -> unmap(mapped.address(), size));
    }
  }

  private static void unmap(long address, long size) {
    try (Frame frame = new Frame()) {
      if (MUNMAP.call(frame, address, size) == -1) {
        throw frame.failure("munmap");
      }
    }
  }

  static void close(int fd) {
    try (Frame frame = new Frame()) {
      // Linux has released the descriptor even where a signal interrupted the call.
      if (CLOSE.call(frame, fd) == -1 && frame.errno() != Errno.EINTR) {
        throw frame.failure("close " + fd);
      }
    }
  }

  static int read(int fd, byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    try (Frame frame = new Frame()) {
      int limit = Math.min(length, TRANSFER_LIMIT);
      Memory memory = frame.allocate(limit);
      int count = (int) READ.call(frame, fd, memory.address(), limit);
      while (count == -1) {
        if (frame.errno() != Errno.EAGAIN) {
          throw frame.failure("read " + fd);
        }
        Poll.untilReadable(fd);
        count = (int) READ.call(frame, fd, memory.address(), limit);
      }
      memory.bytes().get(into, offset, count);
      return count;
    }
  }

  static void write(int fd, byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    try (Frame frame = new Frame()) {
      Memory memory = frame.allocate(Math.min(length, TRANSFER_LIMIT));
      int done = 0;
      while (done < length) {
        int part = Math.min(length - done, TRANSFER_LIMIT);
        ByteBuffer buffer = memory.bytes().clear();
        buffer.put(bytes, offset + done, part);
        writePart(frame, fd, memory.address(), part);
        done += part;
      }
    }
  }

  private static void writePart(Frame frame, int fd, long address, int length) {
    int done = 0;
    while (done < length) {
      int count = (int) WRITE.call(frame, fd, address + done, length - done);
      if (count >= 0) {
        done += count;
      } else if (frame.errno() == Errno.EAGAIN) {
        Poll.untilWritable(fd);
      } else {
        throw frame.failure("write " + fd);
      }
    }
  }

  static void duplicate(int fd, int target) {
    try (Frame frame = new Frame()) {
      long result = DUP2.call(frame, fd, target);
      if (result != -1 && fd == target) {
        // dup2 does nothing then, not even clear the flag.
        result = FCNTL.call(frame, fd, F_SETFD, 0);
      }
      if (result == -1) {
        throw frame.failure("dup2 " + fd + " to " + target);
      }
    }
  }

  static int openAppend(Path file, int mode) {
    try (Frame frame = new Frame()) {
      int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY;
      int fd = (int) OPEN.call(frame, frame.string(file.toString()), flags, mode);
      if (fd == -1) {
        throw frame.failure("open " + file);
      }
      return fd;
    }
  }

  static void truncate(int fd, long size) {
    try (Frame frame = new Frame()) {
      if (FTRUNCATE.call(frame, fd, size) == -1) {
        throw frame.failure("ftruncate " + fd + " to " + size + " bytes");
      }
    }
  }

  static int openPath(Path file) {
    try (Frame frame = new Frame()) {
      int flags = O_PATH | O_NOFOLLOW | O_CLOEXEC;
      int fd = (int) OPEN.call(frame, frame.string(file.toString()), flags);
      if (fd == -1) {
        throw frame.failure("open " + file);
      }
      return fd;
    }
  }

  static void setNonBlocking(int fd) {
    try (Frame frame = new Frame()) {
      long flags = FCNTL.call(frame, fd, F_GETFL);
      if (flags == -1 || FCNTL.call(frame, fd, F_SETFL, flags | O_NONBLOCK) == -1) {
        throw frame.failure("O_NONBLOCK of descriptor " + fd);
      }
    }
  }
}
