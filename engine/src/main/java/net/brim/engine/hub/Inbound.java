package net.brim.engine.hub;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The bytes that a connection, or a stream of one, received and nobody has read yet.
 *
 * <p>Two arrays change hands: the loop appends to {@code arriving} while the reader works through
 * {@code array}; when the reader is through, they are swapped, so that a whole read costs one copy.
 * Only the swap and the append take the lock, which nobody contends for where the loop carries the
 * reader.
 */
public final class Inbound {

  /**
   * From this many unread bytes on, the socket is no longer read from: more than one message of 64
   * KB, for which pausing and going on would be two system calls each.
   */
  static final int HIGH_WATER = 128 * 1024;

  private static final int FIRST_SIZE = 256;
  private static final byte[] NONE = {};

  private byte[] arriving = NONE;
  private int arrived;
  private boolean ended;

  private byte[] array = NONE;
  private int position;
  private int limit;

  /** Loop: takes all of {@code bytes}; true where the socket is to be read no further for now. */
  public synchronized boolean append(ByteBuf bytes) {
    int count = bytes.readableBytes();
    arriving = withRoom(arriving, arrived, count);
    bytes.readBytes(arriving, arrived, count);
    arrived += count;
    return arrived >= HIGH_WATER;
  }

  /** Loop: the same, into the spare array of the hub where it has one of its own no longer. */
  synchronized boolean append(ByteBuf bytes, SpareArray spare) {
    if (arriving.length == 0) {
      arriving = spare.take(bytes.readableBytes());
    }
    return append(bytes);
  }

  /** Loop: gives the array away where nothing is left in it; for as long as nobody reads. */
  synchronized void giveTo(SpareArray spare) {
    if (arrived == 0 && position == limit) {
      spare.give(arriving);
      spare.give(array);
      release();
    }
  }

  /** Loop: nothing more will come. */
  public synchronized void end() {
    ended = true;
  }

  /** Loop: gives the memory of an idle connection back. */
  synchronized void releaseIdle() {
    if (arrived == 0 && position == limit) {
      release();
    }
  }

  private void release() {
    // Where there is something to give: a reference that is written, even with what it was, has the
    // next young collection look at this object, and this comes at each tick for each connection.
    if (arriving.length > 0 || array.length > 0) {
      arriving = NONE;
      array = NONE;
    }
    position = 0;
    limit = 0;
  }

  /** Reader: moves what has arrived into the window; false where nothing had. */
  public synchronized boolean take() {
    if (arrived == 0) {
      return false;
    }
    if (position == limit) {
      byte[] empty = array;
      array = arriving;
      arriving = empty;
      position = 0;
      limit = arrived;
    } else {
      makeRoom(arrived);
      System.arraycopy(arriving, 0, array, limit, arrived);
      limit += arrived;
    }
    arrived = 0;
    return true;
  }

  /** Reader: takes everything out that nobody has read. */
  synchronized byte[] takeAll() {
    var _ = take();
    byte[] all = Arrays.copyOfRange(array, position, limit);
    position = limit;
    return all;
  }

  /** Whether everything that has come was read, and more may come. */
  synchronized boolean isEmpty() {
    return arrived == 0 && position == limit && !ended;
  }

  /** Whether {@link #take} would return true, or never will again. */
  public synchronized boolean ready() {
    return arrived > 0 || ended;
  }

  /** Whether so many bytes have arrived since the last {@link #take}, or nothing more will. */
  synchronized boolean ready(int wanted) {
    return ended || (arrived > 0 && arrived >= wanted);
  }

  /** Whether nothing more will come. */
  public synchronized boolean ended() {
    return ended;
  }

  /** Reader: the array that the window lies in; {@link #take} may move it. */
  public byte[] array() {
    return array;
  }

  /** Reader: the index of the first unread byte. */
  public int position() {
    return position;
  }

  /** Reader: the index behind the last byte of the window. */
  public int limit() {
    return limit;
  }

  /** Reader: takes {@code count} bytes as read. */
  public void skip(int count) {
    position += count;
  }

  private void makeRoom(int count) {
    int unread = limit - position;
    if (array.length - limit >= count) {
      return;
    }
    int size = Math.max(FIRST_SIZE, Math.max(array.length * 2, unread + count));
    byte[] target = array.length - unread >= count ? array : new byte[size];
    System.arraycopy(array, position, target, 0, unread);
    array = target;
    position = 0;
    limit = unread;
  }

  private static byte[] withRoom(byte[] array, int used, int count) {
    if (array.length - used >= count) {
      return array;
    }
    int size = Math.max(FIRST_SIZE, Math.max(array.length * 2, used + count));
    return used == 0 ? new byte[size] : Arrays.copyOf(array, size);
  }
}
