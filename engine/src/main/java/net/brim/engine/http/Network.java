package net.brim.engine.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of IP addresses.
 *
 * @param bytes of its address, 4 or 16
 * @param prefix how many of their bits an address of the network shares
 */
@SuppressWarnings("ArrayRecordComponent") // made once and not handed on
record Network(byte[] bytes, int prefix) {

  private static final int MAPPED = 12;

  Network {
    if (prefix < 0 || prefix > bytes.length * 8) {
      throw new IllegalArgumentException(
          "a prefix of " + prefix + " bits, at most " + bytes.length * 8);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address.
   *
   * @throws IllegalArgumentException where it is neither
   */
  static Network of(String text) {
    int slash = text.indexOf('/');
    byte[] bytes = bytes(literal(slash < 0 ? text : text.substring(0, slash)));
    return new Network(
        bytes, slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1)));
  }

  /** An address as text; a name is none, and no name service is asked. */
  static InetAddress literal(String text) {
    boolean short4 = text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3;
    if (short4) {
      throw new IllegalArgumentException(text + " is no IP address");
    }
    return InetAddress.ofLiteral(text);
  }

  /** The bytes of an address, 4 also for an IPv4 address that an IPv6 socket shows. */
  static byte[] bytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address && isMapped(bytes)
        ? Arrays.copyOfRange(bytes, MAPPED, bytes.length)
        : bytes;
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < MAPPED - 2; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[MAPPED - 2] == -1 && bytes[MAPPED - 1] == -1;
  }

  boolean contains(byte[] address) {
    if (address.length != bytes.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit += 8) {
      int mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit));
      if (((address[bit / 8] ^ bytes[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
