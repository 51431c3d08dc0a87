package net.brim.engine.hub;

import java.io.IOException;
import java.time.Duration;

/**
 * Bytes that arrive piece by piece, seen through a window that grows at its end.
 *
 * <pre>
 *   array  ....[position ......... limit)....
 *               first unread       end of what has arrived
 * </pre>
 *
 * <p>Reading on may move the window to another place or array: after {@link #more} all three are to
 * be asked anew. What lies between position and limit stays in order.
 */
public interface ByteSource {

  /** The array that the window lies in. */
  byte[] array();

  /** The index of the first unread byte. */
  int position();

  /** The index behind the last byte that has arrived. */
  int limit();

  /** Takes {@code count} bytes as read. */
  void skip(int count);

  /**
   * Sets when {@link #more} gives up, counted from now.
   *
   * @param idle whether a message is yet to begin, so that nothing is lost when the wait is ended
   */
  void readWithin(Duration time, boolean idle);

  /**
   * Any thread: says whether {@link #more} gives up as if its deadline had passed, whatever that
   * is. A thread that waits there already sees it when it is interrupted.
   */
  default void expire(boolean expired) {}

  /**
   * Waits until the window has grown by one byte or more.
   *
   * @return false at the end of the stream
   * @throws TimeoutException at the deadline of {@link #readWithin}
   * @throws ClientGoneException where the connection was reset
   */
  boolean more() throws IOException;
}
