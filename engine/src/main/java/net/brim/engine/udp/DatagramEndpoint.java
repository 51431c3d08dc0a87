package net.brim.engine.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;

/** A bound UDP socket that gives and takes datagrams in batches and never waits. */
public interface DatagramEndpoint extends AutoCloseable {

  /** How many datagrams a batch holds: enough that the cost of a system call is no matter. */
  int BATCH = 64;

  /** The address that it is bound to. */
  InetSocketAddress localAddress();

  /** What a loop watches. */
  Handle handle();

  /** What a loop watches: a descriptor by epoll, or a channel by NIO. */
  sealed interface Handle {

    /** A descriptor that does not block. */
    record Descriptor(int number) implements Handle {}

    /** A channel that does not block. */
    record Channel(SelectableChannel channel) implements Handle {}
  }

  /** Memory to read by; one for each hub. */
  Incoming incoming();

  /** Memory to write by; one for each hub. */
  Outgoing outgoing();

  /** How many datagrams the system has thrown away in the life of the socket; 0 if not known. */
  long dropped();

  /** Closes the socket; what came of {@link #incoming} and {@link #outgoing} is closed before. */
  @Override
  void close();

  /** Takes datagrams, up to a batch at once; for one thread after the other. */
  interface Incoming extends AutoCloseable {

    /**
     * Takes what has come; what is left of the batch before is lost.
     *
     * @return how many, {@link #BATCH} at most; 0 where nothing has come
     */
    int read() throws IOException;

    /** How many of the batch are to come yet. */
    int remaining();

    /** Goes to the next of the batch; false where there is none. */
    boolean next();

    /** Whether this one was longer than may be. */
    boolean truncated();

    /** Its bytes, in an array of their own. */
    byte[] bytes();

    /** Where it came from, and to. */
    Route route();

    @Override
    void close();
  }

  /** Gives datagrams, up to a batch at once; for one thread after the other. */
  interface Outgoing extends AutoCloseable {

    /**
     * Adds one to the batch.
     *
     * @return false where there is no room before a {@link #write}
     * @throws IOException where it can never be sent: it is too long, or of another family
     */
    boolean add(Route route, byte[] bytes) throws IOException;

    /** How many wait to be sent. */
    int size();

    /**
     * Gives the batch to the system, as much of it as that has room for now: see {@link #size}.
     *
     * @return how many it refused, which are gone
     */
    int write();

    /** Why it refused the last one. */
    String reason();

    @Override
    void close();
  }
}
