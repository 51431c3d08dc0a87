package net.brim.engine.http1;

import net.brim.api.Tokens;

/**
 * Which bytes may stand where in a message, as tables (RFC 9110, section 5.6; RFC 9112; RFC 3986).
 */
final class Bytes {

  static final byte CR = '\r';
  static final byte LF = '\n';

  /** May stand in a token. */
  static final byte TOKEN = 1;

  /** May stand in a request target; a fragment may not. */
  static final byte TARGET = 2;

  /** May stand in a field value: no control character but the tab. */
  static final byte VALUE = 4;

  /** White space within a line. */
  static final byte BLANK = 8;

  /** May stand in a token, but is no underscore: all that names of fields have, as a rule. */
  static final byte NAME = 16;

  private static final byte[] KIND = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean visible = c > ' ' && c < 0x7f;
      int kind = Tokens.isTokenChar(c) ? TOKEN : 0;
      kind |= Tokens.isTokenChar(c) && c != '_' ? NAME : 0;
      kind |= visible && c != '#' ? TARGET : 0;
      kind |= visible || c == ' ' || c == '\t' || c > 0x7f ? VALUE : 0;
      kind |= c == ' ' || c == '\t' ? BLANK : 0;
      KIND[c] = (byte) kind;
    }
  }

  private Bytes() {}

  static boolean is(byte b, byte kind) {
    return (KIND[b & 0xff] & kind) != 0;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hexDigit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
