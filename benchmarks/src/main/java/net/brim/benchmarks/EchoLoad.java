package net.brim.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that has a server echo messages, the next on a connection when the last one is back:
 * one thread with all connections. Each line of its input is a number of seconds, and is answered
 * by the number of messages that were echoed in them.
 */
final class EchoLoad {

  private final List<Exchange> exchanges = new ArrayList<>();
  private final Selector selector = Selector.open();
  private long messages;

  /** One connection, with a message that is on its way there or back. */
  private static final class Exchange {

    private final SocketChannel channel;
    private final ByteBuffer sent;
    private final ByteBuffer received;

    Exchange(SocketChannel channel, int bytes) {
      this.channel = channel;
      this.sent = ByteBuffer.allocateDirect(bytes);
      this.received = ByteBuffer.allocateDirect(bytes);
      for (int i = 0; i < bytes; i++) {
        sent.put((byte) (i * 31));
      }
      sent.position(bytes);
    }

    void begin() throws IOException {
      sent.rewind();
      received.clear();
      channel.write(sent);
    }

    /** Whether the whole message is back. */
    boolean goOn() throws IOException {
      if (sent.hasRemaining()) {
        channel.write(sent);
      }
      if (channel.read(received) < 0) {
        throw new IOException("the server has closed a connection");
      }
      return !received.hasRemaining();
    }

    boolean isRight() {
      return received.flip().equals(sent.duplicate().rewind());
    }
  }

  private EchoLoad(int port, int connections, int bytes) throws IOException {
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      var exchange = new Exchange(channel, bytes);
      channel.register(selector, SelectionKey.OP_READ, exchange);
      exchanges.add(exchange);
    }
  }

  /** Arguments: the port, how many connections, the length of a message in bytes. */
  public static void main(String[] arguments) throws IOException {
    var load =
        new EchoLoad(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    System.out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(load.run(TimeUnit.SECONDS.toNanos(Integer.parseInt(line))));
    }
  }

  /** Ends with nothing on its way. */
  private long run(long nanos) throws IOException {
    messages = 0;
    long end = System.nanoTime() + nanos;
    int left = exchanges.size();
    for (Exchange exchange : exchanges) {
      exchange.begin();
    }
    while (left > 0) {
      selector.select();
      boolean over = System.nanoTime() >= end;
      for (SelectionKey key : selector.selectedKeys()) {
        var exchange = (Exchange) key.attachment();
        if (exchange.goOn()) {
          count(exchange);
          if (over) {
            left--;
          } else {
            exchange.begin();
          }
        }
        boolean sending = exchange.sent.hasRemaining();
        int wanted = SelectionKey.OP_READ | (sending ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != wanted) {
          key.interestOps(wanted);
        }
      }
      selector.selectedKeys().clear();
    }
    return messages;
  }

  /** Looks at the bytes of a few, as comparing all would cost as much as sending them. */
  private void count(Exchange exchange) throws IOException {
    if (messages++ % 1024 == 0 && !exchange.isRight()) {
      throw new IOException("the server has sent other bytes back");
    }
  }
}
