package net.brim.engine.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import net.brim.api.Headers;
import net.brim.api.Tokens;

/** Transaction ids: the client's own where it is a plain token, else random. */
final class Txn {

  private static final int MAX_LENGTH = 128;

  private Txn() {}

  static String of(Headers headers) {
    String given = headers.get("X-Txn");
    if (given != null && given.length() <= MAX_LENGTH && Tokens.isToken(given)) {
      return given;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
