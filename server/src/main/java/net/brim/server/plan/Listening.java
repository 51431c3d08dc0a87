package net.brim.server.plan;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/** The sentence that says where a subserver can be reached. */
public final class Listening {

  private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

  private Listening() {}

  /**
   * Such as {@code [http] listening on http://127.0.0.1:8080, unix:/run/brim.sock}.
   *
   * @param scheme of the protocol that is spoken there
   * @param addresses of internet or unix sockets
   */
  public static String describe(
      String section, String scheme, List<? extends SocketAddress> addresses) {
    List<String> urls = addresses.stream().map(address -> url(scheme, address)).toList();
    return "[%s] listening on %s".formatted(section, String.join(", ", urls));
  }

  private static String url(String scheme, SocketAddress address) {
    return address instanceof InetSocketAddress internet
        ? scheme + "://" + describe(internet)
        : "unix:" + address;
  }

  private static String describe(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    if (ip.isAnyLocalAddress()) {
      return "127.0.0.1:%d and every other address".formatted(address.getPort());
    }
    String text = ip.getHostAddress();
    String host = ip instanceof Inet6Address ? "[" + shortened(text) + "]" : text;
    return host + ":" + address.getPort();
  }

  /** RFC 5952: two colons for the longest row of zeros, the first of several. */
  private static String shortened(String ipv6) {
    return ZEROS
        .matcher(ipv6)
        .results()
        .reduce((one, other) -> length(other) > length(one) ? other : one)
        .map(zeros -> ipv6.substring(0, zeros.start()) + "::" + ipv6.substring(zeros.end()))
        .orElse(ipv6);
  }

  private static long length(java.util.regex.MatchResult zeros) {
    return zeros.group().chars().filter(c -> c == '0').count();
  }
}
