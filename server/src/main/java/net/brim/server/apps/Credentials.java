package net.brim.server.apps;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A name and a password as a client sent them (RFC 7617, section 2); both are bytes, compared as
 * they are.
 *
 * @param user a character for each byte
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Credentials(String user, byte[] password) {

  private static final String SCHEME = "Basic ";

  /** What the field holds; null where it is of another scheme or malformed. */
  static @Nullable Credentials parse(String field) {
    if (!field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(field.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
    int colon = 0;
    while (colon < decoded.length && decoded[colon] != ':') {
      colon++;
    }
    if (colon == decoded.length || hasControls(decoded)) {
      return null;
    }
    return new Credentials(
        new String(decoded, 0, colon, StandardCharsets.ISO_8859_1),
        Arrays.copyOfRange(decoded, colon + 1, decoded.length));
  }

  /**
   * None may stand in either, and least of all NUL: to bcrypt, a password that is repeated after
   * one is the same password.
   */
  private static boolean hasControls(byte[] bytes) {
    for (byte b : bytes) {
      if ((b >= 0 && b < ' ') || b == 0x7f) {
        return true;
      }
    }
    return false;
  }

  /** The name as text, for people. */
  String shownUser() {
    return new String(user.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Credentials of " + shownUser();
  }
}
