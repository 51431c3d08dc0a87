package net.brim.os;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Files below a directory, by names in bytes.
 *
 * <pre>
 * struct open_how:   0 flags (u64)   8 mode (u64)   16 resolve (u64)
 * struct statx:     28 mode (u16)   32 inode (u64)   40 size (u64)   112 mtime: s64 seconds, u32 nanos
 *                  136 device: two u32
 * linux_dirent64:    0 inode (u64)   8 offset (s64)   16 length (u16)   18 type (u8)   19 name, 0
 * </pre>
 */
final class FilesBeneath {

  private static final int HOW_SIZE = 24;
  private static final int STATX_SIZE = 256;
  private static final int STATX_TYPE_MODE_INODE_SIZE_MTIME = 0x1 | 0x2 | 0x40 | 0x100 | 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int O_NOCTTY = 0x100;
  private static final int O_PATH = 0x200000;
  private static final int RESOLVE_NO_MAGICLINKS = 0x02;
  private static final int RESOLVE_NO_SYMLINKS = 0x04;
  private static final int RESOLVE_BENEATH = 0x08;

  /** The same on x86-64 and aarch64. */
  private static final int SYS_OPENAT2 = 437;

  private static final int ENTRIES_SIZE = 32 * 1024;
  private static final int LONGEST_PATH = 4096;
  private static final int ATTEMPTS = 64;
  private static final byte[] NOTHING = {};

  private static final CFunction SYSCALL = CFunction.returningLong("syscall").restarting();
  private static final CFunction STATX = CFunction.returningInt("statx").restarting();
  private static final CFunction PREAD = CFunction.returningLong("pread").restarting();
  private static final CFunction GETDENTS = CFunction.returningLong("getdents64");
  private static final CFunction READLINK = CFunction.returningLong("readlink");

  private FilesBeneath() {}

  /** See {@link Os#openBeneath}. */
  static int open(int directory, byte[] path) {
    try (Frame frame = new Frame()) {
      int fd = open(frame, directory, path, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
      return fd == -Errno.EXDEV ? openLinked(frame, directory, path) : fd;
    }
  }

  private static int open(Frame frame, int directory, byte[] path, int resolve) {
    int flags = Descriptors.O_CLOEXEC | Descriptors.O_NONBLOCK | O_NOCTTY;
    int fd = open(frame, directory, path, flags, resolve);
    // While directories are moved, the kernel cannot tell whether a .. in a link leads out.
    for (int i = 1; fd == -Errno.EAGAIN && i < ATTEMPTS; i++) {
      fd = open(frame, directory, path, flags, resolve);
    }
    return fd;
  }

  /**
   * Follows links wherever they lead, and opens what is there by its real name if that is below the
   * directory: so an absolute link inside of it works, and what is opened was never outside.
   */
  private static int openLinked(Frame frame, int directory, byte[] path) {
    int handle = open(frame, directory, path, Descriptors.O_CLOEXEC | O_PATH, 0);
    if (handle < 0) {
      return handle;
    }
    try {
      byte[] inside = below(realPath(frame, directory), realPath(frame, handle));
      return inside.length == 0
          ? -Errno.EXDEV
          : open(frame, directory, inside, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
    } finally {
      Descriptors.close(handle);
    }
  }

  private static int open(Frame frame, int directory, byte[] path, int flags, int resolve) {
    if (path.length >= LONGEST_PATH) {
      return -Errno.ENAMETOOLONG;
    }
    Memory memory = frame.allocate(HOW_SIZE + path.length + 1);
    memory.bytes().putLong(0, flags).putLong(16, resolve);
    memory.bytes().put(HOW_SIZE, path);
    long address = memory.address();
    long fd = SYSCALL.call(frame, SYS_OPENAT2, directory, address + HOW_SIZE, address, HOW_SIZE);
    return fd == -1 ? -frame.errno() : (int) fd;
  }

  /** What is left of {@code path} below {@code directory}; nothing where it is not below. */
  private static byte[] below(byte[] directory, byte[] path) {
    int start = directory.length == 1 ? 0 : directory.length; // of the root, / is all
    boolean inside =
        path.length > start + 1
            && java.util.Arrays.equals(directory, 0, start, path, 0, start)
            && path[start] == '/';
    return inside ? java.util.Arrays.copyOfRange(path, start + 1, path.length) : NOTHING;
  }

  private static byte[] realPath(Frame frame, int fd) {
    Memory memory = frame.allocate(LONGEST_PATH);
    long link = frame.string("/proc/self/fd/" + fd);
    int length = (int) READLINK.call(frame, link, memory.address(), LONGEST_PATH);
    if (length == -1) {
      throw frame.failure("readlink /proc/self/fd/" + fd);
    }
    byte[] path = new byte[length];
    memory.bytes().get(path);
    return path;
  }

  /** See {@link Os#status}. */
  static FileStatus status(int fd) {
    try (Frame frame = new Frame()) {
      Memory memory = frame.allocate(STATX_SIZE + 1); // the last byte is an empty path
      int mask = STATX_TYPE_MODE_INODE_SIZE_MTIME;
      long address = memory.address();
      if (STATX.call(frame, fd, address + STATX_SIZE, AT_EMPTY_PATH, mask, address) == -1) {
        throw frame.failure("statx " + fd);
      }
      ByteBuffer status = memory.bytes();
      return new FileStatus(
          status.getShort(28) & 0xffff,
          status.getLong(40),
          status.getLong(136),
          status.getLong(32),
          status.getLong(112),
          status.getInt(120));
    }
  }

  /** See {@link Os#readAt}. */
  static int readAt(int fd, byte[] into, int offset, int length, long position) {
    Objects.checkFromIndexSize(offset, length, into.length);
    try (Frame frame = new Frame()) {
      Memory memory = frame.allocate(length);
      int done = 0;
      while (done < length) {
        long count = PREAD.call(frame, fd, memory.address() + done, length - done, position + done);
        if (count == -1) {
          throw frame.failure("pread " + fd);
        }
        if (count == 0) {
          break;
        }
        done += (int) count;
      }
      memory.bytes().get(into, offset, done);
      return done;
    }
  }

  /** See {@link Os#entries}. */
  static List<DirectoryEntry> entries(int fd, int most, Predicate<DirectoryEntry> wanted) {
    var entries = new ArrayList<DirectoryEntry>();
    try (Frame frame = new Frame()) {
      Memory memory = frame.allocate(ENTRIES_SIZE);
      while (entries.size() < most) {
        int length = (int) GETDENTS.call(frame, fd, memory.address(), ENTRIES_SIZE);
        if (length == -1) {
          throw frame.failure("getdents64 " + fd);
        }
        if (length == 0) {
          break;
        }
        collect(memory.bytes(), length, most, wanted, entries);
      }
    }
    return entries;
  }

  private static void collect(
      ByteBuffer bytes,
      int end,
      int most,
      Predicate<DirectoryEntry> wanted,
      List<DirectoryEntry> entries) {
    for (int at = 0; at < end && entries.size() < most; at += bytes.getShort(at + 16)) {
      var entry = new DirectoryEntry(name(bytes, at + 19), kind(bytes.get(at + 18)));
      if (wanted.test(entry)) {
        entries.add(entry);
      }
    }
  }

  private static byte[] name(ByteBuffer bytes, int start) {
    int end = start;
    while (bytes.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - start];
    bytes.get(start, name);
    return name;
  }

  private static DirectoryEntry.Kind kind(byte type) {
    return switch (type) {
      case 0 -> DirectoryEntry.Kind.UNKNOWN;
      case 4 -> DirectoryEntry.Kind.DIRECTORY;
      case 8 -> DirectoryEntry.Kind.REGULAR;
      case 10 -> DirectoryEntry.Kind.LINK;
      default -> DirectoryEntry.Kind.OTHER;
    };
  }
}
