package net.brim.server.supervisor;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name under which a service manager keeps a listening socket of ours, such as {@code
 * brim-0-tcp-127.0.0.1_8080}. It tells the place of the socket among those of its address, since
 * the kernel counts them so.
 */
final class StoreName {

  private static final Pattern NAME = Pattern.compile("brim-(\\d{1,4})-(tcp|udp|unix)-.*");

  /** What such a name may not have, and a blank. */
  private static final Pattern UNFIT = Pattern.compile("[^!-9;-~]");

  private StoreName() {}

  /** Of the socket at that place. */
  static String of(SocketAddress address, boolean datagrams, int place) {
    String kind = address instanceof InetSocketAddress ? datagrams ? "udp" : "tcp" : "unix";
    String text =
        address instanceof InetSocketAddress inet
            ? inet.getAddress().getHostAddress() + "_" + inet.getPort()
            : address.toString();
    return "brim-%d-%s-%s".formatted(place, kind, UNFIT.matcher(text).replaceAll("_"));
  }

  /** The place that a name tells; empty for names that others gave. */
  static OptionalInt place(String name) {
    Matcher ours = NAME.matcher(name);
    return ours.matches() ? OptionalInt.of(Integer.parseInt(ours.group(1))) : OptionalInt.empty();
  }
}
