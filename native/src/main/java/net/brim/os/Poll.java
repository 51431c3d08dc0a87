package net.brim.os;

import java.nio.ByteBuffer;

/**
 * Waiting for descriptors.
 *
 * <pre>
 * struct pollfd:  0 fd (int)   4 events (short)   6 revents (short)
 * </pre>
 */
final class Poll {

  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int SIZE = 8;
  private static final int REVENTS = 6;

  private static final CFunction POLL = CFunction.returningInt("poll");

  private Poll() {}

  /** See {@link Os#poll}: an error or a closed descriptor is ready too, since a read shows it. */
  static boolean[] poll(int[] fds, int timeoutMillis) {
    return poll(fds, new boolean[fds.length], timeoutMillis);
  }

  /** See {@link Os#poll(int[], boolean[], int)}. */
  static boolean[] poll(int[] fds, boolean[] writing, int timeoutMillis) {
    short[] events = new short[fds.length];
    for (int i = 0; i < fds.length; i++) {
      events[i] = writing[i] ? POLLOUT : POLLIN;
    }
    return poll(fds, events, timeoutMillis);
  }

  /** Waits until a read does not wait; returns early after a signal. */
  static void untilReadable(int fd) {
    poll(new int[] {fd}, new short[] {POLLIN}, -1);
  }

  /** Waits until a write does not wait; returns early after a signal. */
  static void untilWritable(int fd) {
    poll(new int[] {fd}, new short[] {POLLOUT}, -1);
  }

  private static boolean[] poll(int[] fds, short[] events, int timeoutMillis) {
    try (Frame frame = new Frame()) {
      Memory entries = frame.allocate(fds.length * SIZE);
      ByteBuffer bytes = entries.bytes();
      for (int i = 0; i < fds.length; i++) {
        bytes.putInt(fds[i]).putShort(events[i]).putShort((short) 0);
      }
      long count = POLL.call(frame, entries.address(), fds.length, timeoutMillis);
      if (count == -1 && frame.errno() != Errno.EINTR) {
        throw frame.failure("poll");
      }
      boolean[] ready = new boolean[fds.length];
      for (int i = 0; i < fds.length && count > 0; i++) {
        ready[i] = bytes.getShort(i * SIZE + REVENTS) != 0;
      }
      return ready;
    }
  }
}
