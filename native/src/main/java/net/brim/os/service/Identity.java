package net.brim.os.service;

import java.nio.file.Path;
import net.brim.os.Os;
import net.brim.os.Os.User;
import net.brim.os.OsException;
import org.jspecify.annotations.Nullable;

/**
 * Who a service runs as once it has bound what only root may bind.
 *
 * @param groupId the group, which may differ from the user's own
 */
public record Identity(User user, int groupId) {

  /**
   * Finds a user and a group.
   *
   * @param user a name or a number
   * @param group a name or a number; null for the user's own
   * @throws OsException where there is none
   */
  public static Identity of(Os os, String user, @Nullable String group) {
    User found = user(os, user);
    return new Identity(found, group == null ? found.groupId() : group(os, group));
  }

  /**
   * The user of that name or number.
   *
   * @throws OsException where there is none
   */
  public static User user(Os os, String nameOrId) {
    return os.user(nameOrId)
        .orElseThrow(() -> new OsException("user " + nameOrId, 0, "there is no such user"));
  }

  /**
   * The id of the group of that name or number.
   *
   * @throws OsException where there is none
   */
  public static int group(Os os, String nameOrId) {
    return os.group(nameOrId)
        .orElseThrow(() -> new OsException("group " + nameOrId, 0, "there is no such group"));
  }

  /**
   * Has this process, in all its threads and for good, be that user with his groups.
   *
   * @throws OsException where that is not permitted
   */
  public void assume(Os os) {
    os.become(user, groupId);
  }

  /**
   * All that a service does about its rights: becomes that user, sets the umask, leads a session of
   * its own, and goes to the directory {@code /}.
   *
   * @param group null for the user's own
   * @param umask such as 0022
   * @throws OsException where there is no such user or group, or it is not permitted
   */
  public static void dropPrivileges(Os os, String user, @Nullable String group, int umask) {
    of(os, user, group).assume(os);
    var _ = os.umask(umask);
    var _ = os.newSession();
    os.changeDirectory(Path.of("/"));
  }
}
