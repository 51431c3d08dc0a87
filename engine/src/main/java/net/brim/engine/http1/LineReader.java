package net.brim.engine.http1;

import java.io.IOException;
import java.util.Arrays;
import net.brim.api.Status;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.ByteSource;
import net.brim.engine.hub.ClientGoneException;

/**
 * A cursor over the head of a message: the bytes since {@link #begin} stay together, however they
 * arrive.
 *
 * <p>Offsets count from the beginning of the head, so they hold when the source moves its window.
 */
final class LineReader {

  private final ByteSource source;
  private byte[] array = {};
  private int base;
  private int limit;
  private int cursor;

  LineReader(ByteSource source) {
    this.source = source;
  }

  /** Begins at the first unread byte; false where the stream has ended before it. */
  boolean begin() throws IOException {
    cursor = 0;
    refresh();
    return limit > 0 || moreOrEnd();
  }

  /** The offset of the next byte. */
  int offset() {
    return cursor;
  }

  /** The next byte, without taking it. */
  byte peek() throws IOException {
    if (cursor == limit) {
      more();
    }
    return array[base + cursor];
  }

  /** Takes the next byte. */
  byte next() throws IOException {
    if (cursor == limit) {
      more();
    }
    return array[base + cursor++];
  }

  /** Takes bytes of one kind until another comes, or until the offset is beyond {@code most}. */
  void pass(byte kind, int most) throws IOException {
    do {
      byte[] bytes = array;
      int start = base;
      int end = Math.min(limit, most + 1);
      int i = cursor;
      while (i < end && Bytes.is(bytes[start + i], kind)) {
        i++;
      }
      cursor = i;
      if (i < limit || i > most) {
        return;
      }
      more();
    } while (true);
  }

  /** Takes the LF that must follow a CR. */
  void lineFeed() throws IOException {
    if (next() != Bytes.LF) {
      throw new MalformedRequest(Status.BAD_REQUEST, "A line must end with CR LF.");
    }
  }

  /** The byte at an offset already passed. */
  byte at(int offset) {
    return array[base + offset];
  }

  /** Whether what was passed between two offsets is {@code lowerCase}, but for its case. */
  boolean matches(int start, int end, String lowerCase) {
    if (end - start != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      int b = at(start + i);
      if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Copies what was passed and takes it from the source. */
  byte[] finish() {
    byte[] bytes = Arrays.copyOfRange(array, base, base + cursor);
    source.skip(cursor);
    return bytes;
  }

  private void more() throws IOException {
    if (!moreOrEnd()) {
      throw new ClientGoneException("in the middle of a request head");
    }
  }

  private boolean moreOrEnd() throws IOException {
    boolean grown = source.more();
    refresh();
    return grown;
  }

  private void refresh() {
    array = source.array();
    base = source.position();
    limit = source.limit() - base;
  }
}
