package net.brim.engine.fastcgi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes records as a web server does. */
final class Records {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  Records begin(int id, int role, int flags) {
    return record(1, id, new byte[] {(byte) (role >> 8), (byte) role, (byte) flags, 0, 0, 0, 0, 0});
  }

  Records params(int id, String pairs) {
    return record(4, id, pairs(pairs));
  }

  Records stdin(int id, String content) {
    return record(5, id, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A record with some padding. */
  Records record(int type, int id, byte... content) {
    int padding = (type * 3 + content.length) % 9;
    return raw(1, type, id, content.length, padding).raw(content).raw(new byte[padding]);
  }

  /** A header of which any part may be wrong. */
  Records raw(int version, int type, int id, int length, int padding) {
    return raw(
        new byte[] {
          (byte) version,
          (byte) type,
          (byte) (id >> 8),
          (byte) id,
          (byte) (length >> 8),
          (byte) length,
          (byte) padding,
          77
        });
  }

  Records raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Pairs written as {@code A=b|C=d}; names of even length get lengths of four bytes. */
  static byte[] pairs(String text) {
    var pairs = new ByteArrayOutputStream();
    if (!text.isEmpty()) {
      for (String pair : text.split("\\|", -1)) {
        int equals = pair.indexOf('=');
        boolean wide = equals % 2 == 0;
        length(pairs, equals, wide);
        length(pairs, pair.length() - equals - 1, wide);
        pairs.writeBytes(pair.substring(0, equals).getBytes(StandardCharsets.ISO_8859_1));
        pairs.writeBytes(pair.substring(equals + 1).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return pairs.toByteArray();
  }

  private static void length(ByteArrayOutputStream out, int length, boolean wide) {
    if (wide || length > 127) {
      out.write(length >> 24 | 0x80);
      out.write(length >> 16);
      out.write(length >> 8);
    }
    out.write(length);
  }
}
