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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.brim.api.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of all workers, in memory that all their processes may share. All values are
 * 64-bit integers in native byte order.
 *
 * <pre>
 *   0  magic, "BRIMSTAT"                                     ┐
 *   8  version of this layout                                │
 *  16  start time in seconds                                 │ header, 128 bytes
 *  24  where the directory is: stamp (16 bits), offset / 128 │
 *      (24 bits), length (24 bits)                           ┘
 * 128  buckets and the {@link StatsDirectory}, each at a multiple of 128, in no order
 * </pre>
 *
 * <p>Buckets stay where they are for as long as workers may count there. When others are needed,
 * the supervisor writes another directory into a free place and then its place into the header; a
 * reader that finds the place changed after it has read, reads again. The memory is larger than
 * what is needed at first, so that it never has to be mapped anew; the system provides of it what
 * is touched.
 */
public final class StatsMemory {

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long MAGIC = 0x4252494d53544154L; // BRIMSTAT
  private static final long VERSION = 2;
  private static final int VERSION_AT = 8;
  private static final int START_TIME_AT = 16;
  private static final int DIRECTORY_AT = 24;
  private static final int PART = 24;
  private static final long PART_MASK = (1 << PART) - 1;

  private static final StatsLayout NONE = new StatsLayout(List.of());
  private static final int LEAST_SIZE = 1024 * 1024;
  private static final int GROWTH = 8;

  private final ByteBuffer memory;
  private final StatsLayout own;
  private volatile @Nullable Known known;

  /** A directory that was read, and the place that it was read from. */
  private record Known(long place, StatsDirectory directory) {}

  private StatsMemory(ByteBuffer memory, StatsLayout own) {
    this.memory = memory;
    this.own = own;
  }

  /** How much memory to reserve for a server that begins with that layout, in bytes. */
  public static int sizeFor(StatsLayout layout) {
    StatsDirectory directory = new StatsDirectory(List.of()).arranged(layout);
    int needed = directory.end() + StatsDirectory.padded(directory.toBytes().length);
    return Math.max(LEAST_SIZE, Math.multiplyExact(needed, GROWTH));
  }

  /** Begins statistics in zeroed memory. */
  public static StatsMemory create(StatsLayout layout, ByteBuffer memory, long startTime) {
    var stats = new StatsMemory(memory, NONE);
    stats.set(VERSION_AT, VERSION);
    stats.set(START_TIME_AT, startTime);
    stats.publish(new StatsDirectory(List.of()), new StatsDirectory(List.of()).arranged(layout));
    stats.set(0, MAGIC);
    return stats;
  }

  /** Begins statistics that only this process sees. */
  public static StatsMemory create(StatsLayout layout, long startTime) {
    return create(layout, ByteBuffer.allocateDirect(sizeFor(layout)), startTime);
  }

  /** Opens statistics that another program of this process began. */
  public static StatsMemory open(ByteBuffer memory) {
    return open(memory, NONE);
  }

  /**
   * Opens statistics that another process began.
   *
   * @param own the layout of the plan that this process was started from; another may be in force
   */
  public static StatsMemory open(ByteBuffer memory, StatsLayout own) {
    var stats = new StatsMemory(memory, own);
    if (stats.get(0) != MAGIC || stats.get(VERSION_AT) != VERSION) {
      throw new IllegalArgumentException("the shared memory holds no statistics of this version");
    }
    return stats;
  }

  /** Maps a file that processes share. */
  public static ByteBuffer map(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // As a segment, because mapping a buffer uses reflection, and that takes a starting worker
      // some ten milliseconds.
      return channel
          .map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), Arena.global())
          .asByteBuffer();
    }
  }

  /**
   * Makes room for what another layout counts; what stays the same goes on counting where it is.
   * For the supervisor alone.
   *
   * @throws IllegalArgumentException where the memory is too small; nothing has changed then
   */
  public void arrange(StatsLayout layout) {
    StatsDirectory before = directory();
    publish(before, before.arranged(layout));
    settle(false);
  }

  /**
   * Adds what has been counted in outdated buckets to those that took over. For the supervisor
   * alone.
   *
   * @param last whether no worker counts in outdated ones any more, so that they are given up
   */
  public void settle(boolean last) {
    StatsDirectory directory = directory();
    if (directory.entries().size() == directory.current().size()) {
      return;
    }
    for (StatsDirectory.Entry entry : directory.entries()) {
      StatsDirectory.Entry current = directory.find(entry.section(), entry.slot());
      if (!entry.current() && current != null) {
        move(entry, current);
      }
    }
    if (last) {
      publish(directory, directory.settled());
    }
  }

  private void move(StatsDirectory.Entry from, StatsDirectory.Entry to) {
    for (int i = 0; i < from.stats().size(); i++) {
      Stat stat = from.stats().get(i);
      int target = to.stats().indexOf(stat);
      if (target >= 0 && !HttpStats.GAUGES.contains(stat.name())) {
        move(stat.kind(), from.offset() + i * Long.BYTES, to.offset() + target * Long.BYTES);
      }
    }
  }

  private void move(Stat.Kind kind, int from, int to) {
    long value = kind == Stat.Kind.WORKER ? get(from) : getAndSet(from, 0);
    long there = get(to);
    boolean better =
        switch (kind) {
          case SUM -> false;
          case WORKER -> there == 0;
          case MIN -> there == 0 || Long.compareUnsigned(value, there) < 0;
          case MAX -> Long.compareUnsigned(value, there) > 0;
        };
    if (kind == Stat.Kind.SUM) {
      add(to, value);
    } else if (value != 0 && better) {
      set(to, value);
    }
  }

  /** Writes a directory where neither the one before nor any bucket is, then says where. */
  private void publish(StatsDirectory before, StatsDirectory after) {
    byte[] bytes = after.toBytes();
    long place = place();
    var taken = new ArrayList<>(after.entries());
    if (place != 0) {
      int length = (int) (place & PART_MASK);
      var words = Collections.nCopies(Math.ceilDiv(length, Long.BYTES), Stat.sum("-"));
      taken.add(new StatsDirectory.Entry("", "", offset(place), false, words));
    }
    int offset = new StatsDirectory(taken).free(bytes.length);
    int end = Math.max(offset + StatsDirectory.padded(bytes.length), after.end());
    if (end > memory.capacity()) {
      throw new IllegalArgumentException(
          "the statistics need %d bytes, and %d are reserved".formatted(end, memory.capacity()));
    }
    for (StatsDirectory.Entry entry : after.entries()) {
      if (before.entries().stream().noneMatch(old -> old.offset() == entry.offset())) {
        clear(entry.offset(), entry.size());
      }
    }
    memory.duplicate().put(offset, bytes);
    long stamp = (place >>> (2 * PART)) + 1;
    LONGS.setRelease(
        memory,
        DIRECTORY_AT,
        (stamp << (2 * PART))
            | ((long) (offset / StatsDirectory.ALIGNMENT) << PART)
            | bytes.length);
  }

  private void clear(int offset, int size) {
    for (int i = 0; i < size; i += Long.BYTES) {
      set(offset + i, 0);
    }
  }

  private long place() {
    return (long) LONGS.getAcquire(memory, DIRECTORY_AT);
  }

  private static int offset(long place) {
    return (int) ((place >>> PART) & PART_MASK) * StatsDirectory.ALIGNMENT;
  }

  /** What is counted where, as of now. */
  StatsDirectory directory() {
    long place = place();
    Known read = known;
    while (read == null || read.place() != place) {
      byte[] bytes = new byte[(int) (place & PART_MASK)];
      memory.duplicate().get(offset(place), bytes);
      VarHandle.loadLoadFence();
      long now = place();
      if (now == place) {
        read = new Known(place, parse(bytes));
        known = read;
      }
      place = now;
    }
    return read.directory();
  }

  private static StatsDirectory parse(byte[] bytes) {
    try {
      return StatsDirectory.parse(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("the shared memory holds a broken directory", e);
    }
  }

  /** The bucket of the worker of a numbered slot. */
  public Bucket bucket(String section, int slot) {
    return bucket(section, Integer.toString(slot));
  }

  /** The bucket of one worker: that of its own plan where this process was started from one. */
  public Bucket bucket(String section, String slot) {
    StatsDirectory.Entry entry = directory().find(section, slot, own.stats(section));
    if (entry == null) {
      throw new IllegalArgumentException("no statistics for %s/%s".formatted(section, slot));
    }
    return bucket(entry);
  }

  Bucket bucket(StatsDirectory.Entry entry) {
    return new Bucket(this, entry.stats(), entry.offset());
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

  private long getAndSet(int offset, long value) {
    return (long) LONGS.getAndSet(memory, offset, value);
  }

  /** Atomic, as the hubs of a worker count side by side. */
  void add(int offset, long amount) {
    var _ = (long) LONGS.getAndAdd(memory, offset, amount);
  }
}
