package net.brim.engine.cgi;

import java.util.HexFormat;

/** Paths that a web server has decoded, made such as a client could have sent them. */
final class CgiPath {

  /** What stands in a path as it is, beside letters and digits (RFC 3986, section 3.3). */
  private static final String PLAIN = "-._~!$&'()*+,;=:@/";

  private CgiPath() {}

  /** The path with each byte escaped that must be; a slash that was escaped cannot be told. */
  static String encode(String decoded) {
    var path = new StringBuilder(decoded.length() + 16);
    if (!decoded.startsWith("/")) {
      path.append('/');
    }
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (isPlain(c)) {
        path.append(c);
      } else {
        path.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      }
    }
    return path.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }
}
