package net.brim.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The process of a {@link Crowd}: one thread with all connections. They come from several addresses
 * of the loopback network, since each has but some 28,000 ports. Each line of its input is answered
 * by a line with its counts; at the end of the input it ends.
 */
final class CrowdLoop {

  private static final int ADDRESSES = 10;
  private static final int CONNECTING_AT_ONCE = 200;
  private static final long TURN_MILLIS = 10;
  private static final double HEAD_NANOS =
      TimeUnit.SECONDS.toNanos(BrimCommands.HEADER_TIMEOUT_SECONDS);
  private static final double BYTE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final byte[] REQUEST = ascii("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  private static final byte[] HEAD = ascii("GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");

  private final Crowd.Kind kind;
  private final InetSocketAddress server;
  private final Member[] members;
  private final Queue<Member> waiting = new ArrayDeque<>();
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
  private final long begun = System.nanoTime();
  private int connecting;
  private int open;
  private long reopened;
  private long bytes;
  private long connects;
  private long turns;
  private volatile Crowd.Counts counts = new Crowd.Counts(0, 0, 0);

  /** One connection: where it is from, what it has sent of its head, whether it counts as open. */
  private static final class Member {
    private final byte[] address;
    private @Nullable SocketChannel channel;
    private int sent;
    private boolean open;

    Member(int number) {
      address = new byte[] {127, 0, 0, (byte) (2 + number % ADDRESSES)};
    }
  }

  private CrowdLoop(Crowd.Kind kind, int port, int size) throws IOException {
    this.kind = kind;
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    members = new Member[size];
    Arrays.setAll(members, Member::new);
    waiting.addAll(Arrays.asList(members));
    selector = Selector.open();
  }

  /** Arguments: the kind, the port of 127.0.0.1, the number of connections. */
  public static void main(String[] arguments) throws IOException {
    var loop =
        new CrowdLoop(
            Crowd.Kind.valueOf(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    Thread.ofPlatform().daemon().start(loop::report);
    while (true) {
      loop.turn();
    }
  }

  private void report() {
    try {
      while (System.in.read() >= 0) {
        System.out.println(counts);
      }
    } catch (IOException e) {
      System.err.println("crowd: " + e);
    }
    System.exit(0);
  }

  private void turn() throws IOException {
    while (connecting < CONNECTING_AT_ONCE && !waiting.isEmpty() && isDue()) {
      connect(waiting.remove());
    }
    if (kind != Crowd.Kind.IDLE) {
      sendDueBytes();
    }
    selector.select(this::ready, TURN_MILLIS);
    counts = new Crowd.Counts(open, reopened, bytes);
  }

  private boolean isDue() {
    return kind != Crowd.Kind.SLOW
        || connects < (System.nanoTime() - begun) / HEAD_NANOS * members.length;
  }

  private void connect(Member member) throws IOException {
    SocketChannel channel = SocketChannel.open();
    member.channel = channel;
    member.sent = 0;
    connecting++;
    connects++;
    channel.bind(new InetSocketAddress(InetAddress.getByAddress(member.address), 0));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, member);
    channel.connect(server);
  }

  private void ready(SelectionKey key) {
    var member = (Member) key.attachment();
    var channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        connecting--;
        key.interestOps(SelectionKey.OP_READ);
        greet(member, channel);
      } else if (channel.read(buffer.clear()) < 0) {
        cut(member, channel);
      } else if (!member.open) {
        opened(member);
      }
    } catch (IOException e) {
      if (!channel.isConnected()) {
        connecting--;
      }
      cut(member, channel);
    }
  }

  private void greet(Member member, SocketChannel channel) throws IOException {
    if (kind == Crowd.Kind.IDLE) {
      bytes += channel.write(ByteBuffer.wrap(REQUEST));
    } else {
      opened(member);
      sendByte(member, channel);
    }
  }

  private void opened(Member member) {
    member.open = true;
    open++;
  }

  /** So that each of them has sent as many bytes as there were intervals, one after the other. */
  private void sendDueBytes() {
    long due = (long) ((System.nanoTime() - begun) / BYTE_NANOS * members.length);
    for (; turns < due; turns++) {
      Member member = members[(int) (turns % members.length)];
      SocketChannel channel = member.channel;
      if (member.open && channel != null) {
        try {
          sendByte(member, channel);
        } catch (IOException e) {
          cut(member, channel);
        }
      }
    }
  }

  private void sendByte(Member member, SocketChannel channel) throws IOException {
    byte b = member.sent < HEAD.length ? HEAD[member.sent] : (byte) 'a';
    buffer.clear().put(b).flip();
    int written = channel.write(buffer);
    member.sent += written;
    bytes += written;
  }

  private void cut(Member member, SocketChannel channel) {
    if (member.open) {
      member.open = false;
      open--;
      reopened++;
    }
    try {
      channel.close();
    } catch (IOException e) {
      System.err.println("crowd: " + e);
    }
    waiting.add(member);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
