package net.brim.chaos.fault;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Takes the place of a syslog daemon: writes what it gets into a file, a line each. */
final class SyslogDaemon implements AutoCloseable {

  private final Path socket;
  private final Path file;
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private @Nullable Channel channel;

  static {
    // What Netty has to say is no part of a table, wherever else it would go.
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
  }

  /** One that does not listen yet. */
  SyslogDaemon(Path socket, Path file) {
    this.socket = socket;
    this.file = file;
  }

  void listen() throws InterruptedException {
    channel =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new Writer())
            .bind(new DomainSocketAddress(socket.toFile()))
            .sync()
            .channel();
  }

  /** Reads no more, or reads again; what fits the socket is kept meanwhile. */
  void deaf(boolean deaf) {
    if (channel != null) {
      channel.config().setAutoRead(!deaf);
    }
  }

  /** As when a daemon is stopped. */
  void leave() throws IOException, InterruptedException {
    if (channel != null) {
      channel.close().sync();
      channel = null;
      Files.deleteIfExists(socket);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      group.shutdownGracefully();
    }
  }

  private final class Writer extends SimpleChannelInboundHandler<DomainDatagramPacket> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
      String line = packet.content().toString(StandardCharsets.UTF_8) + "\n";
      try {
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be written", e);
      }
    }
  }
}
