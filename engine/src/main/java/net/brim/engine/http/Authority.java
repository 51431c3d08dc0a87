package net.brim.engine.http;

/** A host with an optional port, as {@code Host} and request targets have it (RFC 3986, 3.2). */
public final class Authority {

  private static final int MAX_PORT = 65535;
  private static final int MAX_PORT_DIGITS = 5;
  private static final int IPV6_GROUPS = 8;

  private Authority() {}

  /**
   * Whether {@code text} is a name, an IPv4 address, or an IPv6 address in brackets, and behind it
   * perhaps a colon and a port, which may be empty.
   *
   * <p>Stricter than the grammar in two things: a comma makes a list of hosts, and an escaped NUL
   * is none of any name.
   */
  public static boolean isValid(String text) {
    int end = text.startsWith("[") ? endOfBrackets(text) : endOfName(text);
    if (end <= 0) {
      return false;
    }
    return end == text.length() || (text.charAt(end) == ':' && isPort(text, end + 1));
  }

  private static int endOfName(String text) {
    int i = 0;
    while (i < text.length() && isNameChar(text, i)) {
      i++;
    }
    return i;
  }

  private static boolean isNameChar(String text, int i) {
    char c = text.charAt(i);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c)) {
      return true;
    }
    if (c == '%') {
      return isHex(text, i + 1) && isHex(text, i + 2) && !text.startsWith("00", i + 1);
    }
    return "-._~!$&'()*+;=".indexOf(c) >= 0;
  }

  private static boolean isPort(String text, int start) {
    if (text.length() - start > MAX_PORT_DIGITS) {
      return false;
    }
    int port = 0;
    for (int i = start; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
      port = port * 10 + text.charAt(i) - '0';
    }
    return port <= MAX_PORT;
  }

  /** Where the brackets around an IPv6 address end, or -1. */
  private static int endOfBrackets(String text) {
    int close = text.indexOf(']');
    return close > 0 && isIpv6(text.substring(1, close)) ? close + 1 : -1;
  }

  /** Eight groups, of which one run of any length may be left out as "::"; the last two as IPv4. */
  private static boolean isIpv6(String text) {
    boolean gap = text.startsWith("::");
    int groups = 0;
    int i = gap ? 2 : 0;
    while (i < text.length()) {
      int end = endOfGroup(text, i);
      if (end < text.length() && text.charAt(end) == '.') {
        return isIpv4(text.substring(i)) && isWhole(groups + 2, gap);
      }
      if (end == i) {
        return false;
      }
      groups++;
      if (end == text.length()) {
        return isWhole(groups, gap);
      }
      if (text.charAt(end) != ':') {
        return false;
      }
      i = end + 1;
      if (text.startsWith(":", i)) {
        if (gap) {
          return false;
        }
        gap = true;
        i++;
      } else if (i == text.length()) {
        return false;
      }
    }
    return gap && isWhole(groups, true);
  }

  private static boolean isWhole(int groups, boolean gap) {
    return gap ? groups < IPV6_GROUPS : groups == IPV6_GROUPS;
  }

  private static int endOfGroup(String text, int start) {
    int i = start;
    while (i < start + 4 && isHex(text, i)) {
      i++;
    }
    return i;
  }

  private static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    for (String part : parts) {
      boolean digits = !part.isEmpty() && part.length() <= 3;
      for (int i = 0; i < part.length(); i++) {
        digits &= isDigit(part.charAt(i));
      }
      boolean padded = part.length() > 1 && part.startsWith("0");
      if (!digits || padded || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return parts.length == 4;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(String text, int i) {
    if (i >= text.length()) {
      return false;
    }
    char c = text.charAt(i);
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
