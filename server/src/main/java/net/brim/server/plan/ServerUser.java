package net.brim.server.plan;

import java.util.Optional;
import net.brim.os.Os;
import net.brim.os.service.Identity;
import net.brim.server.config.BrimSettings;

/** The user that a server is to run as, as {@code [brim] user} and {@code group} say. */
public final class ServerUser {

  private static final int ROOT = 0;

  private ServerUser() {}

  /**
   * Who that is; empty where the server stays who it is, as it must where root does not start it.
   *
   * @throws net.brim.os.OsException where there is no such user or group
   */
  public static Optional<Identity> of(Os os, BrimSettings brim) {
    if (!brim.namesUser() || os.effectiveUserId() != ROOT) {
      return Optional.empty();
    }
    String user = brim.user() == null ? Integer.toString(ROOT) : brim.user();
    return Optional.of(Identity.of(os, user, brim.group()));
  }

  /** Who that is, where it is not root with the group of root. */
  public static Optional<Identity> other(Os os, BrimSettings brim) {
    return of(os, brim).filter(user -> user.user().id() != ROOT || user.groupId() != ROOT);
  }
}
