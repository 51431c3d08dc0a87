package net.brim.server.apps;

import java.util.Arrays;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** The only class that knows the library. */
final class Bcrypt {

  /** What bcrypt takes of a password, and so what all tools that write hashes take. */
  private static final int LONGEST = 72;

  private static final int COST_START = 4;
  private static final int COST_END = 6;

  private static final String NOBODYS = ".".repeat(53);

  private Bcrypt() {}

  static boolean matches(byte[] password, String hash) {
    return BCrypt.checkpw(cut(password), hash);
  }

  /** Does the work of a check, for nothing. */
  static void spend(byte[] password, int cost) {
    BCrypt.checkpw(cut(password), "$2b$%02d$".formatted(cost) + NOBODYS);
  }

  static int cost(String hash) {
    return Integer.parseInt(hash.substring(COST_START, COST_END));
  }

  private static byte[] cut(byte[] password) {
    return password.length > LONGEST ? Arrays.copyOf(password, LONGEST) : password;
  }
}
