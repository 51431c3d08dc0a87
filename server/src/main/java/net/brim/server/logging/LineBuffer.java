package net.brim.server.logging;

import java.util.Arrays;

/** Bytes of a log line in the making. */
final class LineBuffer {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final byte[] CUT = {'.', '.', '.'};

  private byte[] bytes;
  private int length;

  LineBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Makes it shorter. */
  void truncate(int shorter) {
    length = shorter;
  }

  /** One ASCII character as it is. */
  LineBuffer raw(char c) {
    ensure(1);
    bytes[length++] = (byte) c;
    return this;
  }

  /** Bytes as they are. */
  LineBuffer raw(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /** ASCII text as it is. */
  LineBuffer ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  /** A number in decimal. */
  LineBuffer number(long value) {
    if (value < 0) {
      return ascii(Long.toString(value));
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return padded(value, digits);
  }

  /** The last {@code digits} digits of a number that is not negative. */
  LineBuffer padded(long value, int digits) {
    ensure(digits);
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** A byte as two hexadecimal digits, capital ones. */
  LineBuffer hex(int value) {
    ensure(2);
    bytes[length++] = capital(HEX[(value >> 4) & 0xf]);
    bytes[length++] = capital(HEX[value & 0xf]);
    return this;
  }

  /** A character as UTF-8; half of a surrogate pair becomes a question mark. */
  LineBuffer utf8(int codePoint) {
    ensure(4);
    if (codePoint < 0x80) {
      bytes[length++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xc0 | codePoint >> 6);
      bytes[length++] = tail(codePoint);
    } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      bytes[length++] = '?';
    } else if (codePoint < 0x10000) {
      bytes[length++] = (byte) (0xe0 | codePoint >> 12);
      bytes[length++] = tail(codePoint >> 6);
      bytes[length++] = tail(codePoint);
    } else {
      bytes[length++] = (byte) (0xf0 | codePoint >> 18);
      bytes[length++] = tail(codePoint >> 12);
      bytes[length++] = tail(codePoint >> 6);
      bytes[length++] = tail(codePoint);
    }
    return this;
  }

  /**
   * Text for people, on one line: control characters and line separators are written out, such as
   * {@code \n} and {@code \x1b}. What does not fit before {@code limit} is cut and ends with three
   * dots.
   *
   * @return whether all of it fitted
   */
  boolean text(String text, int limit) {
    int i = 0;
    while (i < text.length()) {
      if (length + CUT.length + 6 > limit) {
        raw(CUT);
        return false;
      }
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c >= ' ' && c < 0x7f) {
        raw((char) c);
      } else {
        escaped(c);
      }
    }
    return true;
  }

  private void escaped(int c) {
    switch (c) {
      case '\n' -> ascii("\\n");
      case '\r' -> ascii("\\r");
      case '\t' -> ascii("\\t");
      case 0x2028, 0x2029 -> ascii("\\u202").raw((char) ('0' + (c & 0xf)));
      default -> {
        if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
          ascii("\\x").raw((char) HEX[c >> 4]).raw((char) HEX[c & 0xf]);
        } else {
          utf8(c);
        }
      }
    }
  }

  private static byte tail(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }

  private static byte capital(byte digit) {
    return digit >= 'a' ? (byte) (digit - 'a' + 'A') : digit;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
