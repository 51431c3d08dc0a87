package net.brim.engine.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the JDK's: for systems without epoll. A batch takes as many system calls as it has
 * datagrams, and answers leave from the address that the system chooses.
 */
public final class NioEndpoint implements DatagramEndpoint {

  private final DatagramChannel channel;
  private final InetSocketAddress local;
  private final int longest;

  private NioEndpoint(DatagramChannel channel, int longest) throws IOException {
    this.channel = channel;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.longest = longest;
  }

  /**
   * Binds an address.
   *
   * @param longest bytes that a datagram may have
   */
  public static NioEndpoint bind(InetSocketAddress address, int longest) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.bind(address);
      channel.configureBlocking(false);
      return new NioEndpoint(channel, longest);
    } catch (IOException e) {
      channel.close();
      throw new IOException("bind " + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public Handle handle() {
    return new Handle.Channel(channel);
  }

  @Override
  public Incoming incoming() {
    return new Batch(channel, longest);
  }

  @Override
  public Outgoing outgoing() {
    return new Queue(channel);
  }

  @Override
  public long dropped() {
    return 0;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its bytes are all that the array of the buffer holds. */
  private record Taken(ByteBuffer bytes, InetSocketAddress peer) {}

  /** Reads one after the other. */
  private static final class Batch implements Incoming {

    private final DatagramChannel channel;
    private final int longest;
    private final ByteBuffer buffer;
    private final ArrayDeque<Taken> taken = new ArrayDeque<>();
    private @Nullable Taken current;

    Batch(DatagramChannel channel, int longest) {
      this.channel = channel;
      this.longest = longest;
      this.buffer = ByteBuffer.allocateDirect(longest + 1); // One more tells what is longer.
    }

    @Override
    public int read() throws IOException {
      taken.clear();
      while (taken.size() < BATCH) {
        SocketAddress peer = channel.receive(buffer.clear());
        if (peer == null) {
          break;
        }
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        taken.add(new Taken(ByteBuffer.wrap(bytes), (InetSocketAddress) peer));
      }
      return taken.size();
    }

    @Override
    public int remaining() {
      return taken.size();
    }

    @Override
    public boolean next() {
      current = taken.poll();
      return current != null;
    }

    private Taken current() {
      if (current == null) {
        throw new IllegalStateException("there is no datagram before next()");
      }
      return current;
    }

    @Override
    public boolean truncated() {
      return current().bytes().capacity() > longest;
    }

    @Override
    public byte[] bytes() {
      return current().bytes().array();
    }

    @Override
    public Route route() {
      return Route.to(current().peer());
    }

    @Override
    public void close() {
      taken.clear();
    }
  }

  private record Waiting(ByteBuffer bytes, InetSocketAddress peer) {}

  /** Writes one after the other. */
  private static final class Queue implements Outgoing {

    private final DatagramChannel channel;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private String reason = "";

    Queue(DatagramChannel channel) {
      this.channel = channel;
    }

    @Override
    public boolean add(Route route, byte[] bytes) {
      return waiting.size() < BATCH
          && waiting.add(new Waiting(ByteBuffer.wrap(bytes.clone()), route.peer()));
    }

    @Override
    public int size() {
      return waiting.size();
    }

    @Override
    public int write() {
      int refused = 0;
      for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
        try {
          boolean empty = !next.bytes().hasRemaining();
          if (channel.send(next.bytes(), next.peer()) == 0 && !empty) {
            break;
          }
        } catch (IOException | IllegalArgumentException e) {
          reason = String.valueOf(e.getMessage());
          refused++;
        }
        waiting.remove();
      }
      return refused;
    }

    @Override
    public String reason() {
      return reason;
    }

    @Override
    public void close() {
      waiting.clear();
    }
  }
}
