package net.brim.os;

import java.util.ArrayList;
import java.util.List;

/** The user and groups that this process runs as, in all its threads. */
final class Privileges {

  private static final int UNCHANGED = -1;

  private static final CFunction GETEUID = CFunction.returningInt("geteuid");
  private static final CFunction SETGROUPS = CFunction.returningInt("setgroups");
  private static final CFunction SETRESGID = CFunction.returningInt("setresgid");
  private static final CFunction SETRESUID = CFunction.returningInt("setresuid");
  private static final CFunction GETRESGID = CFunction.returningInt("getresgid");
  private static final CFunction GETRESUID = CFunction.returningInt("getresuid");

  private Privileges() {}

  static int effectiveUserId() {
    try (Frame frame = new Frame()) {
      return (int) GETEUID.call(frame);
    }
  }

  /** See {@link Os#become}. */
  static void become(Os.User user, int groupId) {
    if (user.id() == UNCHANGED || groupId == UNCHANGED) {
      throw new IllegalArgumentException("id -1 would change nothing");
    }
    try (Frame frame = new Frame()) {
      String call = "becoming user " + user.name();
      if (user.id() != 0) {
        Capabilities.limit(frame);
      }
      setGroups(frame, call, user.groups(), groupId);
      if (SETRESGID.call(frame, groupId, groupId, groupId) == -1
          || SETRESUID.call(frame, user.id(), user.id(), user.id()) == -1) {
        throw frame.failure(call);
      }
      verify(frame, call, user.id(), groupId);
    }
  }

  private static void setGroups(Frame frame, String call, List<Integer> groups, int groupId) {
    List<Integer> all = new ArrayList<>(groups);
    if (!all.contains(groupId)) {
      all.add(groupId);
    }
    Memory ids = frame.allocate(all.size() * Integer.BYTES);
    for (int id : all) {
      ids.bytes().putInt(id);
    }
    if (SETGROUPS.call(frame, all.size(), ids.address()) == -1) {
      throw frame.failure(call);
    }
  }

  private static void verify(Frame frame, String call, int userId, int groupId) {
    if (!all(frame, GETRESUID, userId) || !all(frame, GETRESGID, groupId)) {
      throw new OsException(call, 0, "the system did not change all ids");
    }
    if (userId == 0) {
      return;
    }
    Capabilities.giveUp(frame, call);
    if (SETRESUID.call(frame, UNCHANGED, 0, UNCHANGED) == 0) {
      throw new OsException(call, 0, "the rights of root can be regained");
    }
  }

  /** Whether the real, the effective and the saved id are that one. */
  private static boolean all(Frame frame, CFunction get, int id) {
    Memory ids = frame.allocate(3 * Integer.BYTES);
    long first = ids.address();
    return get.call(frame, first, first + 4, first + 8) == 0
        && ids.bytes().getInt(0) == id
        && ids.bytes().getInt(4) == id
        && ids.bytes().getInt(8) == id;
  }
}
