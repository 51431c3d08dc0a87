package net.brim.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * One socket of the load: keeps so many datagrams under way, each with the time at which it left,
 * and sends the next for each that comes back. What does not come back in time is lost, and
 * replaced.
 */
final class UdpLoad extends ChannelInboundHandlerAdapter {

  private static final long LOST_MILLIS = 100;

  private final InetSocketAddress server;
  private final int size;
  private final int window;
  private final UdpFigures figures;
  private long back;
  private long lastBack = -1;

  UdpLoad(InetSocketAddress server, int size, int window, UdpFigures figures) {
    this.server = server;
    this.size = size;
    this.window = window;
    this.figures = figures;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    fill(context);
    var _ =
        context
            .executor()
            .scheduleWithFixedDelay(
                () -> replaceLost(context), LOST_MILLIS, LOST_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void fill(ChannelHandlerContext context) {
    for (int i = 0; i < window; i++) {
      send(context);
    }
    context.flush();
  }

  private void send(ChannelHandlerContext context) {
    ByteBuf bytes = context.alloc().directBuffer(size);
    bytes.writeLong(System.nanoTime()).writeZero(size - Long.BYTES);
    context.write(new DatagramPacket(bytes, server), context.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var packet = (DatagramPacket) message;
    try {
      back++;
      figures.answered(
          packet.content().readableBytes() == size
              ? System.nanoTime() - packet.content().getLong(packet.content().readerIndex())
              : -1);
    } finally {
      packet.release();
    }
    send(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  private void replaceLost(ChannelHandlerContext context) {
    if (back == lastBack) {
      figures.lost(window);
      fill(context);
    }
    lastBack = back;
  }
}
