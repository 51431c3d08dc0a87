package net.brim.server.vitals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * When each hub of one worker turned last, in memory that the worker shares with the supervisor.
 * All values are 64-bit integers in native byte order.
 *
 * <pre>
 *   0  magic, "BRIMLIFE"       ┐
 *   8  version of this layout  │ header, 64 bytes
 *  16  number of hubs          ┘
 *  64  hub 0: time of its last turn   ┐ one cache line for each hub, so that no two hubs
 * 128  hub 1: time of its last turn   ┘ ever write to the same one
 * </pre>
 *
 * <p>Times are nanoseconds of {@link System#nanoTime()}, which on Linux is {@code CLOCK_MONOTONIC},
 * the same in all processes; 0 before the first turn. They are written and read opaquely: whoever
 * looks on finds the value of a moment ago, which is all that is wanted of it.
 */
public final class Vitals {

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long MAGIC = 0x4252494d4c494645L; // BRIMLIFE
  private static final long VERSION = 1;
  private static final int VERSION_AT = 8;
  private static final int HUBS_AT = 16;
  private static final int CACHE_LINE = 64;

  private final ByteBuffer memory;
  private final int hubs;

  private Vitals(ByteBuffer memory, int hubs) {
    if (memory.capacity() < size(hubs)) {
      throw new IllegalArgumentException(
          "the vitals of %d hubs need %d bytes, not %d"
              .formatted(hubs, size(hubs), memory.capacity()));
    }
    this.memory = memory;
    this.hubs = hubs;
  }

  /** How many bytes those of so many hubs take. */
  public static int size(int hubs) {
    return Math.multiplyExact(hubs + 1, CACHE_LINE);
  }

  /** Begins those of a worker in zeroed memory. */
  public static Vitals create(ByteBuffer memory, int hubs) {
    var vitals = new Vitals(memory, hubs);
    vitals.set(VERSION_AT, VERSION);
    vitals.set(HUBS_AT, hubs);
    vitals.set(0, MAGIC);
    return vitals;
  }

  /** Opens those that another process began. */
  public static Vitals open(ByteBuffer memory) {
    if (memory.capacity() < CACHE_LINE
        || (long) LONGS.getOpaque(memory, 0) != MAGIC
        || (long) LONGS.getOpaque(memory, VERSION_AT) != VERSION) {
      throw new IllegalArgumentException("the shared memory holds no vitals of this version");
    }
    return new Vitals(memory, Math.toIntExact((long) LONGS.getOpaque(memory, HUBS_AT)));
  }

  /** Opens a file that another process began, and that stays mapped for as long as this one is. */
  public static Vitals open(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // As a segment, since mapping a buffer uses reflection, which costs a start milliseconds.
      return open(
          channel
              .map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), Arena.global())
              .asByteBuffer());
    }
  }

  /** How many hubs it is about. */
  public int hubs() {
    return hubs;
  }

  /** A hub has turned. */
  public void beat(int hub, long time) {
    set(place(hub), time);
  }

  /** When a hub turned last; 0 where it has not. */
  public long lastBeat(int hub) {
    return (long) LONGS.getOpaque(memory, place(hub));
  }

  private int place(int hub) {
    if (hub < 0 || hub >= hubs) {
      throw new IndexOutOfBoundsException("hub " + hub + " of " + hubs);
    }
    return (hub + 1) * CACHE_LINE;
  }

  private void set(int offset, long value) {
    LONGS.setOpaque(memory, offset, value);
  }
}
