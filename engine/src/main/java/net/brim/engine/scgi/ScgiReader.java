package net.brim.engine.scgi;

import static net.brim.engine.http.MalformedRequest.malformed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.brim.engine.cgi.CgiHead;
import net.brim.engine.cgi.CgiVariables;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.ByteSource;
import net.brim.engine.hub.ClientGoneException;

/**
 * Reads the variables of an SCGI request; the body follows them.
 *
 * <pre>
 *   request   = length ":" variables "," body
 *   length    = of the variables in bytes, as decimal digits without leading zeros
 *   variables = "CONTENT_LENGTH" NUL digits NUL *( name NUL value NUL )     one of them: SCGI NUL 1 NUL
 * </pre>
 */
final class ScgiReader {

  private final ByteSource source;
  private final HttpSettings limits;

  ScgiReader(ByteSource source, HttpSettings limits) {
    this.source = source;
    this.limits = limits;
  }

  /**
   * Reads one head.
   *
   * @throws MalformedRequest with the status to answer
   */
  CgiHead read() throws IOException {
    byte[] block = bytes(length());
    if (take() != ',') {
      throw malformed("The SCGI variables do not end with a comma.");
    }
    return CgiHead.of(variables(block), limits);
  }

  private int length() throws IOException {
    int length = 0;
    int digits = 0;
    int b = take();
    for (; b >= '0' && b <= '9'; b = take()) {
      if (digits > 0 && length == 0) {
        throw malformed("The length of the SCGI variables has leading zeros.");
      }
      digits++;
      length = length * 10 + b - '0';
      if (length > CgiHead.mostBytes(limits)) {
        throw CgiHead.tooLong(limits);
      }
    }
    if (digits == 0 || b != ':') {
      throw malformed("An SCGI request does not begin with a length and a colon.");
    }
    return length;
  }

  private CgiVariables variables(byte[] block) throws MalformedRequest {
    var variables = new CgiVariables();
    int start = 0;
    while (start < block.length) {
      int nameEnd = end(block, start);
      int valueEnd = end(block, nameEnd + 1);
      String name = text(block, start, nameEnd);
      if (start == 0 && !name.equals("CONTENT_LENGTH")) {
        throw malformed("The first SCGI variable is not CONTENT_LENGTH.");
      }
      variables.add(name, text(block, nameEnd + 1, valueEnd));
      start = valueEnd + 1;
    }
    if (!"1".equals(variables.get("SCGI"))) {
      throw malformed("The SCGI variable SCGI is not 1.");
    }
    if (variables.get("CONTENT_LENGTH") == null) {
      throw malformed("The SCGI variable CONTENT_LENGTH is empty.");
    }
    return variables;
  }

  private static int end(byte[] block, int start) throws MalformedRequest {
    int end = start;
    while (end < block.length && block[end] != 0) {
      end++;
    }
    if (end >= block.length) {
      throw malformed("An SCGI variable does not end within the length of all.");
    }
    return end;
  }

  private static String text(byte[] block, int start, int end) {
    return new String(block, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    int filled = 0;
    while (filled < length) {
      int count = Math.min(length - filled, arrived());
      System.arraycopy(source.array(), source.position(), bytes, filled, count);
      source.skip(count);
      filled += count;
    }
    return bytes;
  }

  private byte take() throws IOException {
    arrived();
    byte b = source.array()[source.position()];
    source.skip(1);
    return b;
  }

  /** How many bytes can be read without waiting, 1 at least: waits for them. */
  private int arrived() throws IOException {
    if (source.position() == source.limit() && !source.more()) {
      throw new ClientGoneException("in the middle of a request head");
    }
    return source.limit() - source.position();
  }
}
