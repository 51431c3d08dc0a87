package net.brim.engine.http1;

import static net.brim.engine.http1.HeadReader.malformed;

import net.brim.engine.http.MalformedRequest;

/**
 * Refuses a field that comes twice where it can have one value only and that value decides
 * something: two readers might take different ones (RFC 9110, section 5.3).
 *
 * <p>Those that only inform, such as {@code User-Agent}, may be repeated. The fields of {@link
 * Framing} are not here.
 */
final class Singletons {

  private static final String[] NAMES = {
    "range",
    "origin",
    "if-range",
    "content-type",
    "max-forwards",
    "authorization",
    "content-range",
    "if-modified-since",
    "if-unmodified-since",
    "proxy-authorization"
  };

  /** For each length of a name, whether one of {@link #NAMES} has it. */
  private static final boolean[] LENGTHS = new boolean[32];

  static {
    for (String name : NAMES) {
      LENGTHS[name.length()] = true;
    }
  }

  /** A bit for each of {@link #NAMES}. */
  private int seen;

  /** Forgets the head before. */
  void begin() {
    seen = 0;
  }

  /** Takes note of a field. */
  void field(LineReader in, int nameStart, int nameEnd) throws MalformedRequest {
    int length = nameEnd - nameStart;
    if (length >= LENGTHS.length || !LENGTHS[length]) {
      return;
    }
    for (int i = 0; i < NAMES.length; i++) {
      if (in.matches(nameStart, nameEnd, NAMES[i])) {
        if ((seen & 1 << i) != 0) {
          throw malformed("There is more than one " + NAMES[i] + " field.");
        }
        seen |= 1 << i;
      }
    }
  }
}
