package net.brim.engine.fastcgi;

import static net.brim.engine.http.MalformedRequest.malformed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.brim.engine.http.MalformedRequest;

/**
 * Names with values as FastCGI writes them (FastCGI 1.0, section 3.4).
 *
 * <pre>
 *   nameLength valueLength name value …
 *   each length: one byte below 128, or four with the highest bit set
 * </pre>
 */
final class NameValuePairs {

  /** Takes one pair; text holds one character for each byte. */
  @FunctionalInterface
  interface Taker {
    void take(String name, String value) throws MalformedRequest;
  }

  private final byte[] bytes;
  private int at;

  private NameValuePairs(byte[] bytes) {
    this.bytes = bytes;
  }

  static void read(byte[] bytes, Taker taker) throws MalformedRequest {
    var pairs = new NameValuePairs(bytes);
    while (pairs.at < bytes.length) {
      int nameLength = pairs.length();
      int valueLength = pairs.length();
      taker.take(pairs.text(nameLength), pairs.text(valueLength));
    }
  }

  private int length() throws MalformedRequest {
    if (at == bytes.length) {
      throw cut();
    }
    int first = bytes[at++];
    if (first >= 0) {
      return first;
    }
    if (bytes.length - at < 3) {
      throw cut();
    }
    int length = (first & 0x7f) << 24;
    for (int shift = 16; shift >= 0; shift -= 8) {
      length |= (bytes[at++] & 0xff) << shift;
    }
    return length;
  }

  private String text(int length) throws MalformedRequest {
    if (length > bytes.length - at) {
      throw cut();
    }
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
  }

  private static MalformedRequest cut() {
    return malformed("A FastCGI name or value does not end where all of them do.");
  }

  /** Adds a pair of short texts. */
  static void write(ByteArrayOutputStream out, String name, String value) {
    out.write(name.length());
    out.write(value.length());
    out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
  }
}
