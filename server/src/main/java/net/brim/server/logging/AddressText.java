package net.brim.server.logging;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses of peers, IPv6 in the form of RFC 5952. */
final class AddressText {

  private AddressText() {}

  /**
   * Appends the address without its port; {@code unix:} for a unix socket, whose peers have no
   * names as a rule.
   */
  static void append(LineBuffer line, SocketAddress address) {
    if (!(address instanceof InetSocketAddress internet)) {
      line.ascii("unix:");
      return;
    }
    InetAddress ip = internet.getAddress();
    if (ip == null) {
      line.raw('-'); // a name that nobody looked up
    } else if (ip instanceof Inet4Address) {
      ipv4(line, ip.getAddress());
    } else {
      ipv6(line, ip.getAddress());
    }
  }

  private static void ipv4(LineBuffer line, byte[] octets) {
    line.number(octets[0] & 0xff);
    for (int i = 1; i < 4; i++) {
      line.raw('.').number(octets[i] & 0xff);
    }
  }

  private static void ipv6(LineBuffer line, byte[] octets) {
    int gap = 8;
    int gapLength = 1; // A single zero group is not shortened.
    for (int i = 0; i < 8; i++) {
      int length = zeroGroups(octets, i);
      if (length > gapLength) {
        gap = i;
        gapLength = length;
      }
    }
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        line.raw(':').raw(':');
        i += gapLength - 1;
      } else {
        if (i > 0 && i != gap + gapLength) {
          line.raw(':');
        }
        line.ascii(Integer.toHexString(group(octets, i)));
      }
    }
  }

  private static int zeroGroups(byte[] octets, int from) {
    int end = from;
    while (end < 8 && group(octets, end) == 0) {
      end++;
    }
    return end - from;
  }

  private static int group(byte[] octets, int index) {
    return (octets[2 * index] & 0xff) << 8 | (octets[2 * index + 1] & 0xff);
  }
}
