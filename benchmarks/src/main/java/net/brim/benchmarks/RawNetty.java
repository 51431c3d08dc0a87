package net.brim.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The yardstick: Netty's epoll transport with the least that answers HTTP, on the loop itself. It
 * looks for the empty line that ends a head and believes the rest; no server could do less.
 */
final class RawNetty {

  private RawNetty() {}

  /** Listens on the port given as the only argument until it is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    new ServerBootstrap()
        .group(group)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new Hello());
              }
            })
        .bind("127.0.0.1", Integer.parseInt(arguments[0]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  /** Counts the ends of heads in what arrives and answers each. */
  private static final class Hello extends ChannelInboundHandlerAdapter {

    private static byte[] response = {};
    private static long responseSecond;

    private int matched;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf in = (ByteBuf) message;
      int requests = 0;
      for (int i = in.readerIndex(); i < in.writerIndex(); i++) {
        byte b = in.getByte(i);
        matched = b == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : b == '\r' ? 1 : 0;
        if (matched == 4) {
          requests++;
          matched = 0;
        }
      }
      in.release();
      byte[] answer = response();
      ByteBuf out = context.alloc().directBuffer(requests * answer.length);
      for (int i = 0; i < requests; i++) {
        out.writeBytes(answer);
      }
      context.write(out, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }

    private static byte[] response() {
      long second = System.currentTimeMillis() / 1000;
      if (second != responseSecond) {
        responseSecond = second;
        String date =
            DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        String text =
            """
            HTTP/1.1 200 OK
            Content-Type: text/plain
            Date: %s
            Server: Netty
            Content-Length: 13

            Hello World!
            """
                .formatted(date);
        String wire = text.replace("\n", "\r\n").replace("!\r\n", "!\n");
        response = wire.getBytes(StandardCharsets.US_ASCII);
      }
      return response;
    }
  }
}
