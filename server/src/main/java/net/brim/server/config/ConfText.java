package net.brim.server.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text of a file.
 *
 * @param text without a byte order mark, up to the first bytes that are not UTF-8
 * @param badLine the line of those bytes, from 1; 0 where there are none
 */
record ConfText(String text, int badLine) {

  static ConfText decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean bad =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true)
            .isError();
    String text = out.flip().toString();
    String unmarked = text.startsWith("\ufeff") ? text.substring(1) : text;
    return new ConfText(unmarked, bad ? lineAtEnd(text) : 0);
  }

  private static int lineAtEnd(String text) {
    return Math.toIntExact((text + ".").lines().count());
  }
}
