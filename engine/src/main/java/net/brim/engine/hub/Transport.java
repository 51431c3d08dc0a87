package net.brim.engine.hub;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/** How a hub reaches its sockets: epoll on Linux, NIO elsewhere. */
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

  /** The better one of this machine. */
  public static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory ioHandler();

  /** A server channel that is not bound yet. */
  public abstract ServerChannel serverChannel();
}
