package net.brim.engine.hub;

import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The end of a hand-over queue at which servers that retire put their idle connections in.
 *
 * <p>The queue is a pair of unix stream sockets. Each connection is a message of one byte with one
 * descriptor ({@code SCM_RIGHTS}), so that any number of processes can read without tearing one
 * apart; the byte means nothing, since the descriptor says itself what it is. A queue that nobody
 * reads keeps what it has, as an accept queue does.
 *
 * <pre>
 *   OPEN ──full for a second──► STUCK ──room──► OPEN
 *     └──any other failure──► BROKEN
 * </pre>
 *
 * <p>May be used by the loops of several hubs.
 */
final class HandOverWriter {

  /** What became of a connection that was offered. */
  enum Outcome {
    /** It is the queue's; here, it is to be closed. */
    TAKEN,
    /** It stays for now. */
    FULL,
    /** It stays for good. */
    BROKEN
  }

  /** Puts a descriptor into the queue; false where that is full. */
  @FunctionalInterface
  interface Sending {
    boolean send(int descriptor) throws IOException;
  }

  /** More descriptors are on their way in sockets than this user may have open files. */
  private static final int ETOOMANYREFS = 109;

  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

  private final Sending sending;
  private final Consumer<IOException> complaints;
  private boolean full;
  private long fullSince;
  private volatile boolean open = true;
  private boolean broken;

  /** A queue that takes. */
  HandOverWriter(Sending sending, Consumer<IOException> complaints) {
    this.sending = sending;
    this.complaints = complaints;
  }

  /**
   * The queue at that descriptor, which stays the caller's.
   *
   * @param complaints told why no more connections can be handed over, once
   */
  static HandOverWriter of(int queue, Consumer<IOException> complaints) {
    var socket = new Socket(queue);
    return new HandOverWriter(descriptor -> socket.sendFd(descriptor) > 0, complaints);
  }

  /** Whether a connection that becomes idle can be expected to leave soon. */
  boolean isOpen() {
    return open;
  }

  /**
   * Puts a connection in.
   *
   * @param now in nanoseconds of {@link System#nanoTime()}
   */
  synchronized Outcome offer(int descriptor, long now) {
    if (broken) {
      return Outcome.BROKEN;
    }
    try {
      return sending.send(descriptor) ? taken() : full(now);
    } catch (NativeIoException e) {
      return e.expectedErr() == -ETOOMANYREFS ? full(now) : broken(e);
    } catch (IOException e) {
      return broken(e);
    }
  }

  private Outcome taken() {
    full = false;
    open = true;
    return Outcome.TAKEN;
  }

  private Outcome full(long now) {
    if (!full) {
      full = true;
      fullSince = now;
    }
    open = now - fullSince < PATIENCE;
    return Outcome.FULL;
  }

  private Outcome broken(IOException why) {
    broken = true;
    open = false;
    complaints.accept(why);
    return Outcome.BROKEN;
  }
}
