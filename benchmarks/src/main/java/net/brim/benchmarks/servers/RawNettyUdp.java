package net.brim.benchmarks.servers;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;

/**
 * The yardstick for datagrams: Netty's epoll transport, which reads and writes as large batches as
 * Brim does, and echoes on the loop itself. That it takes no datagram above 2 KB is to its
 * advantage.
 */
final class RawNettyUdp {

  private static final int LARGEST = 2048;
  private static final int BATCH = 64;

  private RawNettyUdp() {}

  /** Echoes until it is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    var settings = ServerArguments.of(arguments);
    var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    new Bootstrap()
        .group(group)
        .channel(EpollDatagramChannel.class)
        .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(LARGEST * BATCH).maxMessagesPerRead(BATCH))
        .handler(new Echo())
        .bind(ServerArguments.HOST, settings.port())
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var packet = (DatagramPacket) message;
      context.write(new DatagramPacket(packet.content(), packet.sender()), context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
