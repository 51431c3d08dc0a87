package net.brim.engine.http1;

import static net.brim.engine.http1.HeadReader.malformed;

import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.SingleFields;

/**
 * Refuses a head with two of the same of {@link SingleFields}, while it is read. The fields of
 * {@link Framing} are not among them.
 */
final class Singletons {

  private static final String[] NAMES = SingleFields.NAMES.toArray(new String[0]);

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
