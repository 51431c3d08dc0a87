package net.brim.os.service;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Function;
import net.brim.os.OsException;

/** Hosts as options name them: a name, a number, or {@code *} for all addresses of the machine. */
public final class HostName {

  private HostName() {}

  /**
   * Binds {@code host}; the asterisk as the IPv6 wildcard, which takes IPv4 as well, or the IPv4
   * one where the kernel has no IPv6.
   *
   * @param bind is called with the address, and a second time for a kernel without IPv6
   * @throws OsException where {@code bind} throws it, or there is no such host
   */
  public static <T> T bind(String host, int port, Function<InetSocketAddress, T> bind) {
    if (!host.equals("*")) {
      return bind.apply(new InetSocketAddress(resolve(host), port));
    }
    try {
      return bind.apply(any(new byte[16], port));
    } catch (OsException e) {
      if (e.errno() == OsException.EAFNOSUPPORT || e.errno() == OsException.EADDRNOTAVAIL) {
        return bind.apply(any(new byte[4], port));
      }
      throw e;
    }
  }

  private static InetSocketAddress any(byte[] zeros, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(zeros), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + zeros.length + " bytes", e);
    }
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new OsException(host, 0, "there is no address of that name");
    }
  }
}
