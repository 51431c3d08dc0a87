package net.brim.engine.http1;

import static net.brim.engine.http1.Bytes.CR;
import static net.brim.engine.http1.Bytes.LF;
import static net.brim.engine.http1.HeadReader.malformed;

import java.io.IOException;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import net.brim.api.Status;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.SourceBody;
import net.brim.engine.hub.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * A body in chunks (RFC 9112, section 7.1).
 *
 * <pre>
 *          ┌────────────────────────────────┐
 *          ▼                                │
 *   size *extension CRLF ── size &gt; 0 ──► data CRLF
 *          │
 *        size 0 ──► trailer fields ──► CRLF: finished
 *
 *   extension = BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ]
 * </pre>
 */
final class ChunkedBody extends SourceBody {

  private static final int MAX_SIZE_DIGITS = 15;

  /** More than any client sends for a chunk. */
  private static final int MAX_EXTENSION = 256;

  /** By how many bytes all extensions may outweigh the data, so that they cannot keep us busy. */
  private static final int MAX_SURPLUS = 8 * 1024;

  private final HttpSettings limits;
  private long left;
  private long total;
  private int extension;
  private long surplus;
  private boolean begun;
  private boolean finished;
  private @Nullable Trailers trailers;

  ChunkedBody(ByteSource source, HttpSettings limits, @Nullable Invitation invitation) {
    super(source, limits.timeout(), invitation);
    this.limits = limits;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public Headers trailers() {
    return finished && trailers != null ? trailers.fields() : HeaderList.of();
  }

  @Override
  public long announced() {
    return -1;
  }

  @Override
  protected int readSome(byte[] into, int offset, int length) throws IOException {
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

  /** Behind the last chunk, all of the content is there: what is missing is a mistake. */
  @Override
  protected IOException cutOff() {
    return trailers == null
        ? super.cutOff()
        : malformed("The chunked body ends without its last empty line.");
  }

  /** Reads up to the data of the next chunk; false where it was the last. */
  private boolean nextChunk() throws IOException {
    if (begun) {
      endOfLine(take());
    }
    begun = true;
    left = sizeLine();
    total += left;
    if (total > limits.maxBodySize()) {
      throw new MalformedRequest(
          Status.CONTENT_TOO_LARGE,
          "The request body is longer than " + limits.maxBodySize() + " bytes.");
    }
    weighExtensions();
    if (left > 0) {
      return true;
    }
    readTrailers();
    finished = true;
    return false;
  }

  private long sizeLine() throws IOException {
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
    endOfLine(b == ';' || Bytes.is(b, Bytes.BLANK) ? extensions(b) : b);
    return size;
  }

  /** Passes extensions, which nobody uses; returns the byte behind them. */
  private byte extensions(byte first) throws IOException {
    extension = 0;
    byte b = blanks(first);
    while (b == ';') {
      b = blanks(name(blanks(extensionByte())));
      if (b == '=') {
        b = blanks(extensionByte());
        b = blanks(b == '"' ? quoted() : name(b));
      }
    }
    if (Bytes.is(b, Bytes.VALUE)) {
      throw malformed("A chunk size is followed by something that is no extension.");
    }
    return b;
  }

  private byte name(byte first) throws IOException {
    if (!Bytes.is(first, Bytes.TOKEN)) {
      throw malformed("A chunk extension has no name or no value.");
    }
    byte b = extensionByte();
    while (Bytes.is(b, Bytes.TOKEN)) {
      b = extensionByte();
    }
    return b;
  }

  /** Passes a quoted string behind its first quote: no end of line is part of one. */
  private byte quoted() throws IOException {
    for (byte b = extensionByte(); b != '"'; b = extensionByte()) {
      byte character = b == '\\' ? extensionByte() : b;
      if (!Bytes.is(character, Bytes.VALUE)) {
        throw malformed("A quoted chunk extension has a control character.");
      }
    }
    return extensionByte();
  }

  /** White space is allowed before something only. */
  private byte blanks(byte first) throws IOException {
    byte b = first;
    while (Bytes.is(b, Bytes.BLANK)) {
      b = extensionByte();
      if (b == CR) {
        throw malformed("A chunk size is followed by white space.");
      }
    }
    return b;
  }

  private byte extensionByte() throws IOException {
    if (++extension > MAX_EXTENSION) {
      throw malformed("The extensions of a chunk are longer than " + MAX_EXTENSION + " bytes.");
    }
    return take();
  }

  private void weighExtensions() throws MalformedRequest {
    surplus = Math.max(0, surplus + extension - left);
    extension = 0;
    if (surplus > MAX_SURPLUS) {
      throw malformed("The chunk extensions outweigh the data.");
    }
  }

  private void readTrailers() throws IOException {
    var reading = new Trailers(limits);
    trailers = reading;
    for (byte b = take(); b != CR; b = take()) {
      var line = new StringBuilder();
      for (; Bytes.is(b, Bytes.VALUE); b = take()) {
        reading.count();
        line.append((char) (b & 0xff));
      }
      if (b != CR || take() != LF) {
        throw malformed("A trailer line has a control character.");
      }
      reading.add(line.toString());
    }
    if (take() != LF) {
      throw malformed("The trailer section does not end with CR LF.");
    }
  }

  private void endOfLine(byte first) throws IOException {
    if (first != CR || take() != LF) {
      throw malformed("A line of the chunked body does not end with CR LF.");
    }
  }
}
