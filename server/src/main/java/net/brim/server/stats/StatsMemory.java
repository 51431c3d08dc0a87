package net.brim.server.stats;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The statistics of all workers, in memory that all their processes may share. */
public final class StatsMemory {

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long MAGIC = 0x4252494d53544154L; // BRIMSTAT
  private static final long VERSION = 1;
  private static final int VERSION_AT = 8;
  private static final int START_TIME_AT = 16;

  private final StatsLayout layout;
  private final ByteBuffer memory;

  private StatsMemory(StatsLayout layout, ByteBuffer memory) {
    if (memory.capacity() < layout.size()) {
      throw new IllegalArgumentException(
          "statistics need %d bytes, not %d".formatted(layout.size(), memory.capacity()));
    }
    this.layout = layout;
    this.memory = memory;
  }

  /** Begins statistics in zeroed memory. */
  public static StatsMemory create(StatsLayout layout, ByteBuffer memory, long startTime) {
    var stats = new StatsMemory(layout, memory);
    stats.set(VERSION_AT, VERSION);
    stats.set(START_TIME_AT, startTime);
    stats.set(0, MAGIC);
    return stats;
  }

  /** Begins statistics that only this process sees. */
  public static StatsMemory create(StatsLayout layout, long startTime) {
    return create(layout, ByteBuffer.allocateDirect(layout.size()), startTime);
  }

  /** Opens statistics that another process began. */
  public static StatsMemory open(StatsLayout layout, ByteBuffer memory) {
    var stats = new StatsMemory(layout, memory);
    if (stats.get(0) != MAGIC || stats.get(VERSION_AT) != VERSION) {
      throw new IllegalArgumentException("the shared memory holds no statistics of this version");
    }
    return stats;
  }

  /**
   * Maps a file that processes share.
   *
   * @throws IOException where it is shorter than the layout needs
   */
  public static ByteBuffer map(StatsLayout layout, Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < layout.size()) {
        throw new IOException(
            "%s has %d bytes, the statistics need %d"
                .formatted(file, channel.size(), layout.size()));
      }
      // As a segment, because mapping a buffer uses reflection, and that takes a starting worker
      // some ten milliseconds.
      return channel
          .map(FileChannel.MapMode.READ_WRITE, 0, layout.size(), Arena.global())
          .asByteBuffer();
    }
  }

  /** The bucket of one worker. */
  public Bucket bucket(String section, int slot) {
    return bucket(layout.indexOf(section), slot);
  }

  Bucket bucket(int section, int slot) {
    return new Bucket(
        this, layout.sections().get(section).stats(), layout.bucketOffset(section, slot));
  }

  StatsLayout layout() {
    return layout;
  }

  long startTime() {
    return get(START_TIME_AT);
  }

  long get(int offset) {
    return (long) LONGS.getOpaque(memory, offset);
  }

  void set(int offset, long value) {
    LONGS.setOpaque(memory, offset, value);
  }

  /** Atomic, as the hubs of a worker count side by side. */
  void add(int offset, long amount) {
    var _ = (long) LONGS.getAndAdd(memory, offset, amount);
  }
}
