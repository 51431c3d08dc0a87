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

  private int hosts;
  private int hostStart;
  private int hostEnd;
  private long length = -1;
  private boolean chunked;
  private boolean close;
  private boolean keepAlive;
  private boolean expectContinue;

  /** Takes note of a field that frames the message; all others pass. */
  void field(LineReader in, int nameStart, int nameEnd, int valueStart, int valueEnd)
      throws MalformedRequest {
    switch (nameEnd - nameStart) {
      case 4 -> {
        if (named(in, nameStart, "host")) {
          hosts++;
          hostStart = valueStart;
          hostEnd = valueEnd;
        }
      }
      case 6 -> {
        if (named(in, nameStart, "expect")) {
          expect(in, valueStart, valueEnd);
        }
      }
      case 10 -> {
        if (named(in, nameStart, "connection")) {
          connection(in, valueStart, valueEnd);
        }
      }
      case 14 -> {
        if (named(in, nameStart, "content-length")) {
          contentLength(in, valueStart, valueEnd);
        }
      }
      case 17 -> {
        if (named(in, nameStart, "transfer-encoding")) {
          transferEncoding(in, valueStart, valueEnd);
        }
      }
      default -> {}
    }
  }

  /** Refuses what no single field could show. */
  void check(int minorVersion) throws MalformedRequest {
    if (hosts > 1) {
      throw malformed("There is more than one Host field.");
    }
    if (hosts == 0 && minorVersion > 0) {
      throw malformed("An HTTP/1.1 request needs a Host field.");
    }
    if (chunked && minorVersion == 0) {
      throw malformed("HTTP/1.0 knows no Transfer-Encoding.");
    }
    if (chunked && length >= 0) {
      throw malformed("Content-Length and Transfer-Encoding contradict each other.");
    }
  }

  /** The value of the Host field, or null. */
  @Nullable String host(byte[] head) {
    return hosts == 0
        ? null
        : new String(head, hostStart, hostEnd - hostStart, StandardCharsets.ISO_8859_1);
  }

  long contentLength(int minorVersion) {
    return chunked ? -1 : Math.max(0, length);
  }

  boolean keepAlive(int minorVersion) {
    return !close && (minorVersion > 0 || keepAlive);
  }

  boolean expectContinue(int minorVersion) {
    return expectContinue && minorVersion > 0;
  }

  private void expect(LineReader in, int start, int end) throws MalformedRequest {
    if (!equals(in, start, end, "100-continue")) {
      throw new MalformedRequest(Status.EXPECTATION_FAILED, "Only 100-continue can be expected.");
    }
    expectContinue = true;
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

  private void transferEncoding(LineReader in, int start, int end) throws MalformedRequest {
    if (chunked) {
      throw malformed("There is more than one Transfer-Encoding.");
    }
    if (!equals(in, start, end, "chunked")) {
      throw codings(in, start, end)
          ? malformed("Transfer-Encoding must be chunked, once.")
          : new MalformedRequest(
              Status.NOT_IMPLEMENTED, "Only the transfer coding chunked is known.");
    }
    chunked = true;
  }

  /** Whether a list of codings names none but chunked, or is not a list of tokens at all. */
  private static boolean codings(LineReader in, int start, int end) {
    int i = start;
    while (i < end) {
      int tokenStart = i;
      while (i < end && Bytes.is(in.at(i), Bytes.TOKEN)) {
        i++;
      }
      if (i > tokenStart && !equals(in, tokenStart, i, "chunked")) {
        return false;
      }
      if (i < end) {
        byte b = in.at(i++);
        if (b != ',' && b != ' ' && b != '\t') {
          return true;
        }
      }
    }
    return true;
  }

  private void connection(LineReader in, int start, int end) {
    int i = start;
    while (i < end) {
      int tokenStart = i;
      while (i < end && Bytes.is(in.at(i), Bytes.TOKEN)) {
        i++;
      }
      close |= equals(in, tokenStart, i, "close");
      keepAlive |= equals(in, tokenStart, i, "keep-alive");
      i++;
    }
  }

  private static boolean named(LineReader in, int start, String lowerCase) {
    return equals(in, start, start + lowerCase.length(), lowerCase);
  }

  private static boolean equals(LineReader in, int start, int end, String lowerCase) {
    if (end - start != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      int b = in.at(start + i);
      if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
