package net.brim.os;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The user and group databases.
 *
 * <pre>
 * struct passwd:  0 name   8 password   16 user id (int)   20 group id (int)   24 comment   32 home   40 shell
 * struct group:   0 name   8 password   16 group id (int)  24 members
 * </pre>
 */
final class Users {

  private static final int ENTRY_SIZE = 48;
  private static final int NAME = 0;
  private static final int ID = 16;
  private static final int GROUP_ID = 20;
  private static final int HOME = 32;
  private static final int FIRST_BUFFER = 1024;
  private static final int BUFFER_LIMIT = 16 * 1024 * 1024;

  private static final CFunction GETPWNAM = CFunction.returningInt("getpwnam_r");
  private static final CFunction GETPWUID = CFunction.returningInt("getpwuid_r");
  private static final CFunction GETGRNAM = CFunction.returningInt("getgrnam_r");
  private static final CFunction GETGRGID = CFunction.returningInt("getgrgid_r");
  private static final CFunction GETGROUPLIST = CFunction.returningInt("getgrouplist");

  private Users() {}

  static Optional<Os.User> user(String nameOrId) {
    try (Frame frame = new Frame()) {
      return find(frame, GETPWNAM, GETPWUID, nameOrId).map(entry -> decode(frame, entry));
    }
  }

  static OptionalInt group(String nameOrId) {
    try (Frame frame = new Frame()) {
      Optional<Memory> entry = find(frame, GETGRNAM, GETGRGID, nameOrId);
      return entry.isPresent()
          ? OptionalInt.of(entry.get().bytes().getInt(ID))
          : OptionalInt.empty();
    }
  }

  /** A name of digits is looked up as a name first, as {@code chown} does. */
  private static Optional<Memory> find(
      Frame frame, CFunction byName, CFunction byId, String nameOrId) {
    Optional<Memory> named = find(frame, byName, frame.string(nameOrId), nameOrId);
    if (named.isPresent() || !isId(nameOrId)) {
      return named;
    }
    return find(frame, byId, Integer.parseUnsignedInt(nameOrId), nameOrId);
  }

  private static boolean isId(String text) {
    if (text.isEmpty() || text.length() > 10) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    // The largest number stands for "no change" in system calls.
    return Long.parseLong(text) < 0xffff_ffffL;
  }

  private static Optional<Memory> find(Frame frame, CFunction lookup, long key, String nameOrId) {
    Memory entry = frame.allocate(ENTRY_SIZE);
    Memory result = frame.allocate(Long.BYTES);
    int error = Errno.ERANGE;
    for (int size = FIRST_BUFFER; error == Errno.ERANGE && size <= BUFFER_LIMIT; size *= 4) {
      Memory buffer = frame.allocate(size);
      error =
          (int) lookup.call(frame, key, entry.address(), buffer.address(), size, result.address());
    }
    if (result.bytes().getLong(0) != 0) {
      return Optional.of(entry);
    }
    return switch (error) {
      // Databases differ in how they say that there is none.
      case 0, Errno.ENOENT, Errno.ESRCH, Errno.EBADF, Errno.EPERM -> Optional.empty();
      default -> throw Frame.failure("looking up " + nameOrId, error);
    };
  }

  private static Os.User decode(Frame frame, Memory entry) {
    ByteBuffer bytes = entry.bytes();
    long name = bytes.getLong(NAME);
    int groupId = bytes.getInt(GROUP_ID);
    return new Os.User(
        frame.stringAt(name),
        bytes.getInt(ID),
        groupId,
        Path.of(frame.stringAt(bytes.getLong(HOME))),
        groups(frame, name, groupId));
  }

  private static List<Integer> groups(Frame frame, long name, int groupId) {
    Memory count = frame.allocate(Integer.BYTES);
    int room = 32;
    while (true) {
      Memory groups = frame.allocate(room * Integer.BYTES);
      count.bytes().putInt(0, room);
      long result = GETGROUPLIST.call(frame, name, groupId, groups.address(), count.address());
      int found = count.bytes().getInt(0);
      if (result != -1) {
        List<Integer> ids = new ArrayList<>(found);
        for (int i = 0; i < found; i++) {
          ids.add(groups.bytes().getInt());
        }
        return List.copyOf(ids);
      }
      if (found <= room) {
        throw new OsException("getgrouplist", 0, "no list of the groups of a user");
      }
      room = found;
    }
  }
}
