package net.brim.os;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The addresses of sockets as C has them. The family is in the machine's byte order, the port in
 * the network's.
 *
 * <pre>
 * sockaddr_in:   0 family (short)   2 port (short)   4 address (4 bytes)                      16 in all
 * sockaddr_in6:  0 family (short)   2 port (short)   4 flow (int)   8 address (16 bytes)
 *                24 scope (int)                                                               28 in all
 * sockaddr_un:   0 family (short)   2 path, ends with a zero byte                       at most 110
 * </pre>
 */
final class SocketAddress {

  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  static final int IPV4_SIZE = 16;
  static final int IPV6_SIZE = 28;
  private static final int LARGEST = 128;
  private static final int UNIX_PATH_LIMIT = 107;
  private static final int NO_SCOPE = -1;
  private static final int TEXT_SIZE = 46;

  private static final CFunction GETSOCKNAME = CFunction.returningInt("getsockname");
  private static final CFunction INET_NTOP = CFunction.returningLong("inet_ntop");

  private SocketAddress() {}

  static int family(InetSocketAddress address) {
    return host(address) instanceof Inet6Address ? AF_INET6 : AF_INET;
  }

  /** The address as C has it; its size is the limit of the bytes. */
  static Memory inet(Frame frame, InetSocketAddress address) {
    InetAddress host = host(address);
    Memory memory = frame.allocate(host instanceof Inet6Address ? IPV6_SIZE : IPV4_SIZE);
    ByteBuffer bytes = memory.bytes();
    bytes.putShort(0, (short) family(address));
    bytes.put(2, (byte) (address.getPort() >>> 8)).put(3, (byte) address.getPort());
    bytes.put(host instanceof Inet6Address ? 8 : 4, host.getAddress());
    if (host instanceof Inet6Address six) {
      bytes.putInt(24, six.getScopeId());
    }
    return memory;
  }

  /** The address of a unix socket that {@code call} is about to use. */
  static Memory unix(Frame frame, String call, Path path) {
    byte[] encoded = Frame.encode(path.toString());
    if (encoded.length > UNIX_PATH_LIMIT) {
      throw Frame.failure(call + " " + path, Errno.ENAMETOOLONG);
    }
    Memory memory = frame.allocate(2 + encoded.length + 1);
    memory.bytes().putShort(0, (short) AF_UNIX).put(2, encoded);
    return memory;
  }

  /** The address of a unix socket that no file names; {@code name} begins with {@code @}. */
  static Memory abstractUnix(Frame frame, String name) {
    byte[] encoded = Frame.encode(name);
    if (encoded.length > UNIX_PATH_LIMIT + 1) {
      throw Frame.failure("connect " + name, Errno.ENAMETOOLONG);
    }
    encoded[0] = 0;
    Memory memory = frame.allocate(2 + encoded.length);
    memory.bytes().putShort(0, (short) AF_UNIX).put(2, encoded);
    return memory;
  }

  /** See {@link Os#localAddress}. */
  static InetSocketAddress local(int fd) {
    try (Frame frame = new Frame()) {
      return decode(name(frame, fd));
    }
  }

  /** The path that a unix socket is bound to; see {@link Os#listeningAddress}. */
  static UnixDomainSocketAddress localUnix(int fd) {
    try (Frame frame = new Frame()) {
      ByteBuffer name = name(frame, fd);
      byte[] path = new byte[Math.max(0, name.limit() - 2)];
      name.get(2, path);
      boolean isAbstract = path.length > 0 && path[0] == 0;
      String text = Frame.decode(path, isAbstract ? 1 : 0);
      return UnixDomainSocketAddress.of(isAbstract ? "@" + text : text);
    }
  }

  /** What getsockname says; its limit is where the address ends. */
  private static ByteBuffer name(Frame frame, int fd) {
    Memory address = frame.allocate(LARGEST);
    Memory size = frame.allocate(Integer.BYTES);
    size.bytes().putInt(0, LARGEST);
    if (GETSOCKNAME.call(frame, fd, address.address(), size.address()) == -1) {
      throw frame.failure("getsockname " + fd);
    }
    return address.bytes().limit(Math.min(LARGEST, size.bytes().getInt(0)));
  }

  /** The address for a message: {@code 127.0.0.1:80}, {@code [::1]:80}. */
  static String describe(InetSocketAddress address) {
    if (!(host(address) instanceof Inet6Address six)) {
      return host(address).getHostAddress() + ":" + address.getPort();
    }
    try (Frame frame = new Frame()) {
      Memory bytes = frame.allocate(16);
      bytes.bytes().put(six.getAddress());
      Memory text = frame.allocate(TEXT_SIZE);
      INET_NTOP.call(frame, AF_INET6, bytes.address(), text.address(), TEXT_SIZE);
      return "[" + frame.stringAt(text.address()) + "]:" + address.getPort();
    }
  }

  private static InetSocketAddress decode(ByteBuffer bytes) {
    int family = bytes.getShort(0);
    if (family != AF_INET && family != AF_INET6) {
      throw Frame.failure("address of a socket of family " + family, OsException.EAFNOSUPPORT);
    }
    byte[] host = new byte[family == AF_INET ? 4 : 16];
    bytes.get(family == AF_INET ? 4 : 8, host);
    int scope = family == AF_INET6 ? bytes.getInt(24) : 0;
    int port = Short.toUnsignedInt(bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(2));
    try {
      InetAddress address =
          family == AF_INET
              ? InetAddress.getByAddress(host)
              : Inet6Address.getByAddress(null, host, scope == 0 ? NO_SCOPE : scope);
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("an address of " + host.length + " bytes", impossible);
    }
  }

  private static InetAddress host(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    if (!(host instanceof Inet4Address) && !(host instanceof Inet6Address)) {
      throw new IllegalArgumentException("not resolved: " + address);
    }
    return host;
  }
}
