package net.brim.benchmarks.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The yardstick: Netty's epoll transport with the least that answers HTTP, on the loop itself. */
final class RawNetty {

  private RawNetty() {}

  /** Listens until it is ended. */
  public static void main(String[] arguments) throws InterruptedException, SSLException {
    var settings = ServerArguments.of(arguments);
    SslContext tls = tls(settings.tls());
    var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    new ServerBootstrap()
        .group(group)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, ServerArguments.BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                if (tls != null) {
                  channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(new HandParser());
              }
            })
        .bind(ServerArguments.HOST, settings.port())
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private static @Nullable SslContext tls(@Nullable PemFiles files) throws SSLException {
    return files == null
        ? null
        : SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile())
            .sslProvider(SslProvider.OPENSSL)
            .build();
  }
}
