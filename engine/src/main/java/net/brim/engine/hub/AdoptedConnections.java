package net.brim.engine.hub;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/** Channels of connected sockets that come from another process; loaded only where some do. */
final class AdoptedConnections {

  // Of <sys/socket.h>, on x86-64 and aarch64.
  private static final int SOL_SOCKET = 1;
  private static final int SO_DOMAIN = 39;
  private static final int AF_UNIX = 1;

  private AdoptedConnections() {}

  /**
   * A channel of that socket, which says itself whether it is TCP or unix. It is not active where
   * the peer has reset it.
   */
  static Channel channel(int descriptor) throws IOException {
    boolean created = false;
    try {
      int domain = new Socket(descriptor).getIntOpt(SOL_SOCKET, SO_DOMAIN);
      Channel channel =
          domain == AF_UNIX
              ? UnixTransport.connected(descriptor)
              : new EpollSocketChannel(descriptor);
      created = true;
      return channel;
    } catch (ChannelException e) {
      throw new IOException("descriptor " + descriptor + ": " + e.getMessage(), e);
    } finally {
      if (!created) {
        new FileDescriptor(descriptor).close();
      }
    }
  }
}
