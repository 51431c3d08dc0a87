package net.brim.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The load of {@code ./bench udp}, a process of one thread: sockets that together keep so many
 * datagrams under way, never more than the server's socket holds.
 */
public final class UdpClient {

  static final int SOCKETS = 8;
  static final int WINDOW = 8;

  private static final int LARGEST = 2048;
  private static final int BATCH = 16;

  private UdpClient() {}

  /** Arguments: port, bytes of a datagram, seconds. Prints answers, errors and latencies. */
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    int size = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    var figures = new UdpFigures();
    for (int i = 0; i < SOCKETS; i++) {
      new Bootstrap()
          .group(group)
          .channel(EpollDatagramChannel.class)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST)
          .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST * BATCH))
          .handler(new UdpLoad(server, size, WINDOW, figures))
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .sync();
    }
    long begun = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    group
        .next()
        .submit(() -> {
          double taken = (System.nanoTime() - begun) / 1e9;
          System.out.printf(
              "figures: %d %d %d %d %d %d%n",
              figures.answers(),
              Math.round(taken * 1e6),
              figures.percentile(0.5),
              figures.percentile(0.99),
              figures.percentile(0.999),
              figures.errors());
        })
        .sync();
    System.exit(0);
  }
}
