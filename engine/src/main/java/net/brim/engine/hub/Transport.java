package net.brim.engine.hub;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** How a hub reaches its sockets, and what they are called: epoll on Linux, NIO elsewhere. */
public enum Transport {
  EPOLL {
    @Override
    IoHandlerFactory ioHandler() {
      return KeptEpollHandler.newFactory();
    }

    @Override
    public ServerChannel serverChannel() {
      return new EpollServerSocketChannel();
    }
  },
  NIO {
    @Override
    IoHandlerFactory ioHandler() {
      return NioIoHandler.newFactory();
    }

    @Override
    public ServerChannel serverChannel() {
      return new NioServerSocketChannel();
    }
  };

  /** Of a connection that was reset before anyone could ask. */
  private static final SocketAddress UNKNOWN = new InetSocketAddress(0);

  /** The better one of this machine. */
  public static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /**
   * An address of a channel as the JDK's; never that of a unix socket where the channel is TCP, as
   * peers on those are trusted more.
   *
   * @param address as the channel says it; null where it knows none
   */
  static SocketAddress address(Channel channel, @Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress) {
      return address;
    }
    return channel instanceof SocketChannel ? UNKNOWN : UnixTransport.address(address);
  }

  abstract IoHandlerFactory ioHandler();

  /** A server channel that is not bound yet. */
  public abstract ServerChannel serverChannel();
}
