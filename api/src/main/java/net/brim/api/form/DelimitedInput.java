package net.brim.api.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.brim.api.ClientError;

/**
 * A multipart body in a buffer: data up to a delimiter, and what stands behind a delimiter (RFC
 * 2046, section 5.1.1).
 *
 * <pre>
 *   body  = [ preamble ] CRLF --boundary  { blanks CRLF head data CRLF --boundary }  -- …
 *                        └── delimiter ─┘                         └── delimiter ─┘
 *
 *   buffer   │ given away │ data │ may begin a delimiter, │ free │
 *            │            │      │ or is one              │      │
 *            0         position dataEnd                 limit
 * </pre>
 *
 * <p>The CRLF before the first delimiter may be missing, so one is put before the body. The search
 * is that of Horspool, in time linear in the worst case: only the first byte of a delimiter is a
 * CR.
 */
final class DelimitedInput {

  private static final int SIZE = 32 * 1024;
  private static final int MAX_BLANKS = 256;

  private final InputStream in;
  private final int headBytes;
  private final byte[] delimiter;
  private final byte[] shifts = new byte[256];
  private final byte[] buffer;
  private int position;
  private int dataEnd;
  private int limit;
  private boolean atDelimiter;

  /** A line end that ends a head, or begins the body, and may begin a delimiter as well. */
  private boolean atLineEnd = true;

  /**
   * Reads nothing yet.
   *
   * @param headBytes the most that a head may have
   */
  DelimitedInput(InputStream in, String boundary, int headBytes) {
    this.in = in;
    this.headBytes = headBytes;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    Arrays.fill(shifts, (byte) delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      shifts[delimiter[i] & 0xff] = (byte) (delimiter.length - 1 - i);
    }
    this.buffer = new byte[Math.max(SIZE, 2 * headBytes)];
    buffer[0] = '\r';
    buffer[1] = '\n';
    this.limit = 2;
  }

  // --- data ---

  /** How many bytes of data are there, after waiting for one; 0 where a delimiter ends them. */
  int data() throws IOException {
    while (position == dataEnd && !atDelimiter) {
      find();
      if (position == dataEnd && !atDelimiter) {
        fill();
      } else if (atLineEnd) {
        atLineEnd = false;
        position += atDelimiter && position == dataEnd ? 0 : 2;
      }
    }
    return dataEnd - position;
  }

  /** How many bytes of data are there without waiting. */
  int available() {
    return dataEnd - position;
  }

  /** The next byte of data. */
  int take() {
    return buffer[position++] & 0xff;
  }

  /** Copies so many bytes of data. */
  int take(byte[] into, int offset, int length) {
    System.arraycopy(buffer, position, into, offset, length);
    position += length;
    return length;
  }

  /** Writes so many bytes of data. */
  int give(OutputStream out, int length) throws IOException {
    out.write(buffer, position, length);
    position += length;
    return length;
  }

  /** Passes over so many bytes of data. */
  int drop(int length) {
    position += length;
    return length;
  }

  /** Passes over data up to the next delimiter. */
  void skipData() throws IOException {
    for (int data; (data = data()) > 0; ) {
      drop(data);
    }
  }

  /** Passes over what stands before the first delimiter. */
  void skipPreamble() throws IOException {
    int passed = 0;
    for (int data; (data = data()) > 0; ) {
      passed += drop(data);
      if (passed > headBytes) {
        throw new ClientError.BadRequest(
            "The boundary is not in the first " + headBytes + " bytes of the body.\n");
      }
    }
  }

  // --- what is between data ---

  /** Passes over a delimiter; says whether it is the last. */
  boolean isLastDelimiter() throws IOException {
    drop(delimiter.length);
    atDelimiter = false;
    need(2);
    boolean last = buffer[position] == '-' && buffer[position + 1] == '-';
    if (!last) {
      int blanks = 0;
      while (buffer[position] == ' ' || buffer[position] == '\t') {
        position++;
        need(2);
        if (++blanks > MAX_BLANKS) {
          throw malformedDelimiter();
        }
      }
      if (buffer[position] != '\r' || buffer[position + 1] != '\n') {
        throw malformedDelimiter();
      }
    }
    position += 2;
    dataEnd = position;
    return last;
  }

  /** The lines of a head, each with its CRLF, a character for each byte. */
  String head() throws IOException {
    int length = 0; // up to the CRLF of an empty line
    int at = 0; // from position on
    while (true) {
      need(at + 2);
      if (buffer[position + at] == '\r' && buffer[position + at + 1] == '\n') {
        if (at == length) {
          break; // an empty line
        }
        at += 2;
        length = at;
      } else if (++at > headBytes) {
        throw new ClientError.ContentTooLarge(
            "The header fields of a part may have no more than " + headBytes + " bytes.\n");
      }
    }
    String head = new String(buffer, position, length, StandardCharsets.ISO_8859_1);
    position += length;
    dataEnd = position;
    atLineEnd = true;
    return head;
  }

  // --- the buffer ---

  /** Sees to it that so many bytes are there from {@code position} on. */
  private void need(int bytes) throws IOException {
    while (limit - position < bytes) {
      fill();
    }
  }

  private void fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      dataEnd -= position;
      position = 0;
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      throw new ClientError.BadRequest("The body breaks off before its last boundary.\n");
    }
    limit += read;
  }

  // --- the search ---

  /** Finds where data ends for certain, from {@code position} on. */
  private void find() {
    int last = delimiter.length - 1;
    int i = position;
    while (i + last < limit) {
      byte end = buffer[i + last];
      if (end == delimiter[last] && matches(i, delimiter.length)) {
        dataEnd = i;
        atDelimiter = true;
        return;
      }
      i += shifts[end & 0xff];
    }
    dataEnd = Math.min(beginning(i), limit);
  }

  /** Where a delimiter begins of which the rest has not come; the limit where none does. */
  private int beginning(int from) {
    int i = from;
    while (i < limit && !matches(i, limit - i)) {
      i++;
    }
    return i;
  }

  private boolean matches(int at, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private static ClientError.BadRequest malformedDelimiter() {
    return new ClientError.BadRequest("A boundary is followed by something else in its line.\n");
  }
}
