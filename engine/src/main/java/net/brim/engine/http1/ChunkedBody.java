package net.brim.engine.http1;

import static net.brim.engine.http1.Bytes.CR;
import static net.brim.engine.http1.Bytes.LF;
import static net.brim.engine.http1.HeadReader.malformed;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import net.brim.api.Status;
import net.brim.api.Tokens;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * A body in chunks (RFC 9112, section 7.1).
 *
 * <pre>
 *          ┌──────────────────────────────┐
 *          ▼                              │
 *   size [extension] CRLF ── size &gt; 0 ──► data CRLF
 *          │
 *        size 0 ──► trailer fields ──► CRLF: finished
 * </pre>
 */
final class ChunkedBody extends RequestBody {

  private static final int MAX_SIZE_DIGITS = 15;

  /** More than any client sends for a chunk, so that extensions cannot keep us busy. */
  private static final int MAX_EXTENSION = 256;

  /**
   * Fields that frame, route or authorize a message, which must be known before its body (RFC 9110,
   * 6.5.1).
   */
  private static final Set<String> FORBIDDEN_TRAILERS =
      Set.of(
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "cookie",
          "expect",
          "forwarded",
          "host",
          "keep-alive",
          "max-forwards",
          "proxy-authorization",
          "range",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final HttpSettings limits;
  private long left;
  private long total;
  private boolean begun;
  private boolean finished;
  private HeaderList trailers = HeaderList.of();

  ChunkedBody(ByteSource source, HttpSettings limits, @Nullable Invitation invitation) {
    super(source, limits.timeout(), invitation);
    this.limits = limits;
  }

  @Override
  boolean finished() {
    return finished;
  }

  @Override
  Headers trailers() {
    return trailers;
  }

  @Override
  long announced() {
    return -1;
  }

  @Override
  int readSome(byte[] into, int offset, int length) throws IOException {
    if (finished) {
      return -1;
    }
    if (left == 0 && !nextChunk()) {
      return -1;
    }
    int read = copy(into, offset, (int) Math.min(length, left));
    left -= read;
    return read;
  }

  @Override
  public int available() {
    return (int) Math.min(left, arrived());
  }

  /** Reads up to the data of the next chunk; false where it was the last. */
  private boolean nextChunk() throws IOException {
    if (begun) {
      endOfLine(take());
    }
    begun = true;
    left = size();
    total += left;
    if (total > limits.maxBodySize()) {
      throw new MalformedRequest(
          Status.CONTENT_TOO_LARGE,
          "The request body is longer than " + limits.maxBodySize() + " bytes.");
    }
    if (left > 0) {
      return true;
    }
    readTrailers();
    finished = true;
    return false;
  }

  private long size() throws IOException {
    long size = 0;
    int digits = 0;
    byte b = take();
    while (Bytes.hexDigit(b) >= 0) {
      if (++digits > MAX_SIZE_DIGITS) {
        throw malformed("A chunk size has more than " + MAX_SIZE_DIGITS + " digits.");
      }
      size = size << 4 | Bytes.hexDigit(b);
      b = take();
    }
    if (digits == 0) {
      throw malformed("A chunk does not begin with its size.");
    }
    if (b == ';' || b == ' ' || b == '\t') {
      b = extension(b);
    }
    endOfLine(b);
    return size;
  }

  /** Passes extensions, which nobody uses; white space is allowed before their semicolon only. */
  private byte extension(byte first) throws IOException {
    byte b = first;
    while (Bytes.is(b, Bytes.BLANK)) {
      b = take();
      if (!Bytes.is(b, Bytes.BLANK) && b != ';') {
        throw malformed("A chunk size is followed by white space.");
      }
    }
    int length = 0;
    while (Bytes.is(b, Bytes.VALUE)) {
      if (++length > MAX_EXTENSION) {
        throw malformed("A chunk extension is longer than " + MAX_EXTENSION + " bytes.");
      }
      b = take();
    }
    return b;
  }

  private void readTrailers() throws IOException {
    int size = 0;
    for (byte b = take(); b != CR; b = take()) {
      var line = new StringBuilder();
      for (; Bytes.is(b, Bytes.VALUE); b = take()) {
        if (++size > limits.maxHeaderSize()) {
          throw new MalformedRequest(
              Status.HEADER_FIELDS_TOO_LARGE,
              "The trailer fields are longer than " + limits.maxHeaderSize() + " bytes.");
        }
        line.append((char) (b & 0xff));
      }
      endOfLine(b);
      addTrailer(line.toString());
    }
    if (take() != LF) {
      throw malformed("The trailer section does not end with CR LF.");
    }
  }

  private void addTrailer(String line) throws MalformedRequest {
    int colon = line.indexOf(':');
    String name = colon < 0 ? line : line.substring(0, colon);
    if (colon <= 0 || !Tokens.isToken(name)) {
      throw malformed("A trailer line does not begin with a name and a colon.");
    }
    if (FORBIDDEN_TRAILERS.contains(name.toLowerCase(Locale.ROOT))) {
      throw malformed("The field " + name + " is not allowed in a trailer.");
    }
    if (trailers.size() == limits.maxHeaders()) {
      throw new MalformedRequest(
          Status.HEADER_FIELDS_TOO_LARGE,
          "There are more than " + limits.maxHeaders() + " trailer fields.");
    }
    trailers = trailers.with(name, line.substring(colon + 1).strip());
  }

  private void endOfLine(byte first) throws IOException {
    if (first != CR || take() != LF) {
      throw malformed("A line of the chunked body does not end with CR LF.");
    }
  }
}
