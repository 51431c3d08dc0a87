package net.brim.server.plan;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The sentence that says where a subserver can be reached. */
public final class Listening {

  private Listening() {}

  /** Such as {@code [http] listening on http://127.0.0.1:8080}. */
  public static String describe(String section, InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    boolean every = ip.isAnyLocalAddress();
    String host =
        every
            ? "127.0.0.1"
            : ip instanceof Inet6Address ? "[" + ip.getHostAddress() + "]" : ip.getHostAddress();
    return "[%s] listening on http://%s:%d%s"
        .formatted(section, host, address.getPort(), every ? " and every other address" : "");
  }
}
