package net.brim.engine.http1;

import static net.brim.engine.http1.HeadReader.malformed;

import java.nio.charset.StandardCharsets;
import net.brim.api.Status;
import net.brim.engine.http.MalformedRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of one head say about the length of the body and the life of the connection (RFC
 * 9112, sections 3.2, 6 and 9.3).
 */
final class Framing {

  private static final int MAX_LENGTH_DIGITS = 18;

  private @Nullable TransferCodings codings;
  private int hosts;
  private int hostStart;
  private int hostEnd;
  private long length = -1;
  private boolean close;
  private boolean keepAlive;
  private boolean expectContinue;
  private boolean expectOther;

  /** Takes note of a field that frames the message; all others pass. */
  void field(LineReader in, int nameStart, int nameEnd, int valueStart, int valueEnd)
      throws MalformedRequest {
    switch (nameEnd - nameStart) {
      case 4 -> {
        if (in.matches(nameStart, nameEnd, "host")) {
          hosts++;
          hostStart = valueStart;
          hostEnd = valueEnd;
        }
      }
      case 6 -> {
        if (in.matches(nameStart, nameEnd, "expect")) {
          expect(in, valueStart, valueEnd);
        }
      }
      case 10 -> {
        if (in.matches(nameStart, nameEnd, "connection")) {
          connection(in, valueStart, valueEnd);
        }
      }
      case 14 -> {
        if (in.matches(nameStart, nameEnd, "content-length")) {
          contentLength(in, valueStart, valueEnd);
        }
      }
      case 17 -> {
        if (in.matches(nameStart, nameEnd, "transfer-encoding")) {
          if (codings == null) {
            codings = new TransferCodings();
          }
          codings.field(in, valueStart, valueEnd);
        }
      }
      default -> {}
    }
  }

  /** Refuses what no single field could show, and what would be worse than what it shows. */
  void check(int minorVersion) throws MalformedRequest {
    if (hosts > 1) {
      throw malformed("There is more than one Host field.");
    }
    if (hosts == 0 && minorVersion > 0) {
      throw malformed("An HTTP/1.1 request needs a Host field.");
    }
    if (codings != null) {
      checkCodings(codings, minorVersion);
    }
    if (expectOther) {
      throw new MalformedRequest(Status.EXPECTATION_FAILED, "Only 100-continue can be expected.");
    }
  }

  private void checkCodings(TransferCodings all, int minorVersion) throws MalformedRequest {
    if (minorVersion == 0) {
      throw malformed("HTTP/1.0 knows no Transfer-Encoding.");
    }
    if (length >= 0) {
      throw malformed("Content-Length and Transfer-Encoding contradict each other.");
    }
    all.check();
  }

  /**
   * The value of the Host field, or null.
   *
   * @param known what it may well be; that string is returned where it is
   */
  @Nullable String host(byte[] head, String known) {
    if (hosts == 0) {
      return null;
    }
    return isHost(head, known)
        ? known
        : new String(head, hostStart, hostEnd - hostStart, StandardCharsets.ISO_8859_1);
  }

  private boolean isHost(byte[] head, String text) {
    if (hostEnd - hostStart != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ((head[hostStart + i] & 0xff) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The length of the body, -1 where it comes in chunks. */
  long contentLength() {
    return codings != null ? -1 : Math.max(0, length);
  }

  boolean keepAlive(int minorVersion) {
    return !close && (minorVersion > 0 || keepAlive);
  }

  boolean expectContinue(int minorVersion) {
    return expectContinue && minorVersion > 0;
  }

  private void expect(LineReader in, int start, int end) {
    boolean known = in.matches(start, end, "100-continue");
    expectContinue |= known;
    expectOther |= !known;
  }

  private void contentLength(LineReader in, int start, int end) throws MalformedRequest {
    if (length >= 0) {
      throw malformed("There is more than one Content-Length.");
    }
    if (start == end || end - start > MAX_LENGTH_DIGITS) {
      throw malformed("Content-Length is not a number of bytes.");
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      if (!Bytes.isDigit(in.at(i))) {
        throw malformed("Content-Length is not a number of bytes.");
      }
      value = value * 10 + in.at(i) - '0';
    }
    length = value;
  }

  private void connection(LineReader in, int start, int end) {
    int i = start;
    while (i < end) {
      int tokenStart = i;
      while (i < end && Bytes.is(in.at(i), Bytes.TOKEN)) {
        i++;
      }
      close |= in.matches(tokenStart, i, "close");
      keepAlive |= in.matches(tokenStart, i, "keep-alive");
      i++;
    }
  }
}
