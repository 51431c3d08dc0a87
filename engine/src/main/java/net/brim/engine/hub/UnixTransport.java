package net.brim.engine.hub;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** Unix sockets of Netty's, loaded only where there are any, and their addresses as the JDK's. */
final class UnixTransport {

  private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  private UnixTransport() {}

  /** A server channel that is not bound yet. */
  static ServerChannel serverChannel(Transport transport) {
    return transport == Transport.EPOLL
        ? new EpollServerDomainSocketChannel()
        : new NioServerDomainSocketChannel();
  }

  /** The address that such a channel is bound to. */
  static SocketAddress address(Transport transport, UnixDomainSocketAddress address) {
    return transport == Transport.EPOLL
        ? new DomainSocketAddress(address.getPath().toString())
        : address;
  }

  /** A server channel of a descriptor that listens. Closing it leaves the file alone. */
  static ServerChannel adopted(int descriptor) {
    return new EpollServerDomainSocketChannel(descriptor, true);
  }

  /** A channel of a connected socket. */
  static Channel connected(int descriptor) {
    return new EpollDomainSocketChannel(null, LinuxSocket.newSocket(descriptor));
  }

  /**
   * The JDK's address.
   *
   * @param address one of a unix socket; null where Netty knows none
   */
  static UnixDomainSocketAddress address(@Nullable SocketAddress address) {
    if (address instanceof DomainSocketAddress netty && !netty.path().isEmpty()) {
      return UnixDomainSocketAddress.of(netty.path());
    }
    return address instanceof UnixDomainSocketAddress ours ? ours : UNNAMED;
  }
}
