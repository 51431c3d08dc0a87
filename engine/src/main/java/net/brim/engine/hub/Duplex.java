package net.brim.engine.hub;

import java.io.IOException;

/**
 * Bytes both ways between one client and one app: a whole connection, or what carries as much
 * within one. One thread at a time reads, and one at a time writes.
 *
 * <p>{@link #readWithin} may also be called by another thread while the reader waits, which is then
 * held to the new time.
 */
public interface Duplex extends ByteSource, ByteSink {

  /**
   * Waits until the window has grown by one byte or more.
   *
   * @return false at the end of the stream, and where the server goes away during an idle wait
   */
  @Override
  boolean more() throws IOException;

  /** Adds a whole array that nobody will change any more, as {@link #write(byte[], int, int)}. */
  void write(byte[] bytes) throws IOException;

  /** Waits until the client has taken enough of what was sent. */
  void awaitWritable() throws IOException;

  /** Whether the server goes away. */
  boolean draining();

  /** The clock of the deadlines, in nanoseconds of {@link System#nanoTime()}. */
  long now();

  /** Starts the one thread that reads or writes beside the calling one. */
  Thread fork(Runnable task);
}
