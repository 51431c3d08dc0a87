package net.brim.server.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** The host of an address to listen on, as the configuration writes it. */
final class Host {

  private static final Pattern FOUR_NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern NUMBERS = Pattern.compile("[\\d.]+");
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

  private Host() {}

  /**
   * Gives the text back; an IPv6 address has no brackets.
   *
   * @throws IllegalArgumentException where it is neither an address, a host name nor {@code *}
   */
  static String check(String text) {
    boolean numbers = NUMBERS.matcher(text).matches();
    if ((text.contains(":") && !text.startsWith("[")) || FOUR_NUMBERS.matcher(text).matches()) {
      InetAddress.ofLiteral(text);
    } else if (numbers || !(text.equals("*") || HOST_NAME.matcher(text).matches())) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** Whether one socket of each cannot listen at the same port. Host names are not resolved. */
  static boolean overlap(String a, String b) {
    return covers(a, b) || covers(b, a) || plain(a).equals(plain(b));
  }

  private static boolean covers(String wildcard, String other) {
    return switch (plain(wildcard)) {
      case "*" -> true;
      case "0.0.0.0" -> !other.contains(":");
      default -> false;
    };
  }

  /** The same text for the same address. */
  private static String plain(String ip) {
    if (!ip.contains(":") && !FOUR_NUMBERS.matcher(ip).matches()) {
      return ip.equalsIgnoreCase("localhost") ? "127.0.0.1" : ip;
    }
    InetAddress address = InetAddress.ofLiteral(ip);
    boolean everything = address.isAnyLocalAddress() && !(address instanceof Inet4Address);
    return everything ? "*" : address.getHostAddress();
  }
}
