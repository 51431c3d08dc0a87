package net.brim.engine.http1;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.brim.engine.hub.ByteSource;

/**
 * Bytes that arrive in given pieces, each at another place of another array, as on a real
 * connection.
 */
public final class Pieces implements ByteSource {

  private final List<byte[]> pieces;
  private byte[] array = {};
  private int position;
  private int limit;
  private int largestWindow;

  private Pieces(List<byte[]> pieces) {
    this.pieces = new ArrayList<>(pieces);
  }

  public static Pieces whole(String wire) {
    return new Pieces(List.of(bytes(wire)));
  }

  public static Pieces byteByByte(byte[] wire) {
    return of(wire, 1);
  }

  public static Pieces of(byte[] wire, int size) {
    var pieces = new ArrayList<byte[]>();
    for (int i = 0; i < wire.length; i += size) {
      pieces.add(Arrays.copyOfRange(wire, i, Math.min(wire.length, i + size)));
    }
    return new Pieces(pieces);
  }

  public static Pieces random(byte[] wire, RandomGenerator random) {
    var pieces = new ArrayList<byte[]>();
    for (int i = 0; i < wire.length; ) {
      int end = Math.min(wire.length, i + 1 + random.nextInt(20));
      pieces.add(Arrays.copyOfRange(wire, i, end));
      i = end;
    }
    return new Pieces(pieces);
  }

  public static byte[] bytes(String wire) {
    return wire.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The most unread bytes that there ever were: what a reader made us keep. */
  public int largestWindow() {
    return largestWindow;
  }

  @Override
  public byte[] array() {
    return array;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public void skip(int count) {
    if (count > limit - position) {
      throw new IllegalStateException("skipped beyond the window");
    }
    position += count;
  }

  @Override
  public void readWithin(Duration time, boolean idle) {}

  @Override
  public boolean more() {
    if (pieces.isEmpty()) {
      return false;
    }
    byte[] piece = pieces.removeFirst();
    int unread = limit - position;
    byte[] moved = new byte[3 + unread + piece.length];
    System.arraycopy(array, position, moved, 3, unread);
    System.arraycopy(piece, 0, moved, 3 + unread, piece.length);
    Arrays.fill(array, (byte) 'X'); // A reader that kept the old array would notice.
    array = moved;
    position = 3;
    limit = moved.length;
    largestWindow = Math.max(largestWindow, limit - position);
    return true;
  }
}
