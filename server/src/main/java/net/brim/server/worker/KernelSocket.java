package net.brim.server.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import net.brim.engine.udp.DatagramEndpoint;
import net.brim.engine.udp.Route;
import net.brim.os.DatagramReader;
import net.brim.os.DatagramWriter;
import net.brim.os.Os;
import net.brim.os.OsException;

/**
 * A UDP socket by system calls of our own: the JDK and Netty cannot answer from the address that a
 * datagram came to, do not tell when one was cut, and cannot send an empty one in a batch.
 */
final class KernelSocket implements DatagramEndpoint {

  /** Bytes of a batch that is sent: the longest datagram, or a batch of usual ones. */
  private static final int ROOM = 128 * 1024;

  private final Os os;
  private final int descriptor;
  private final int longest;
  private final InetSocketAddress local;

  /**
   * Of a socket that is bound and does not block, which is closed in the end.
   *
   * @param longest bytes that a datagram may have
   */
  KernelSocket(Os os, int descriptor, int longest) {
    this.os = os;
    this.descriptor = descriptor;
    this.longest = longest;
    this.local = os.localAddress(descriptor);
    if (local.getAddress().isAnyLocalAddress()) {
      os.tellLocalAddresses(descriptor);
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public Handle handle() {
    return new Handle.Descriptor(descriptor);
  }

  @Override
  public Incoming incoming() {
    return new Reading(os.datagramReader(descriptor, BATCH, longest));
  }

  @Override
  public Outgoing outgoing() {
    return new Writing(os.datagramWriter(descriptor, BATCH, ROOM));
  }

  @Override
  public long dropped() {
    return os.droppedDatagrams(descriptor);
  }

  @Override
  public void close() {
    os.close(descriptor);
  }

  private record Reading(DatagramReader reader) implements Incoming {

    /** The first byte of an IPv6 address of many receivers, none of which it can be sent from. */
    private static final long MULTICAST = 0xff;

    private static final int TO_FIRST_BYTE = 56;

    @Override
    public int read() throws IOException {
      try {
        return reader.read();
      } catch (OsException e) {
        throw new IOException(e);
      }
    }

    @Override
    public int remaining() {
      return reader.remaining();
    }

    @Override
    public boolean next() {
      return reader.next();
    }

    @Override
    public boolean truncated() {
      return reader.truncated();
    }

    @Override
    public byte[] bytes() {
      return reader.bytes();
    }

    @Override
    public Route route() {
      boolean local = reader.hasLocal() && reader.localHigh() >>> TO_FIRST_BYTE != MULTICAST;
      return new Route(
          reader.peerHigh(),
          reader.peerLow(),
          reader.peerPort(),
          reader.peerScope(),
          local,
          local ? reader.localHigh() : 0,
          local ? reader.localLow() : 0,
          local ? reader.localInterface() : 0);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private record Writing(DatagramWriter writer) implements Outgoing {

    @Override
    public boolean add(Route to, byte[] bytes) throws IOException {
      try {
        return to.hasLocal()
            ? writer.add(
                to.peerHigh(),
                to.peerLow(),
                to.peerPort(),
                to.peerScope(),
                to.localHigh(),
                to.localLow(),
                to.answerInterface(),
                bytes)
            : writer.add(to.peerHigh(), to.peerLow(), to.peerPort(), to.peerScope(), bytes);
      } catch (OsException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public int size() {
      return writer.size();
    }

    @Override
    public int write() {
      return writer.write();
    }

    @Override
    public String reason() {
      return writer.reason();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
