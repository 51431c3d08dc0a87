package net.brim.server.stats;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Stat;
import net.brim.api.Stats;

/** One worker's area of the shared statistics. */
public final class Bucket implements Stats {

  private final List<Stat> stats;
  private final Map<String, Cell> cells;

  /** Not volatile: whoever moves a bucket hands it on to those who count in it. */
  private StatsMemory memory;

  private int offset;

  Bucket(StatsMemory memory, List<Stat> stats, int offset) {
    this.stats = stats;
    this.memory = memory;
    this.offset = offset;
    var cells = new HashMap<String, Cell>();
    for (int i = 0; i < stats.size(); i++) {
      cells.put(stats.get(i).name(), new Cell(this, i * Long.BYTES));
    }
    this.cells = cells;
  }

  @Override
  public Counter counter(String name) {
    Cell cell = cells.get(name);
    if (cell == null) {
      throw new IllegalArgumentException(
          "no statistic '%s': an app names its own in statsConf".formatted(name));
    }
    return cell;
  }

  /** Sets those of the named statistics to zero that this bucket has. */
  public void reset(Collection<String> names) {
    for (String name : names) {
      Cell cell = cells.get(name);
      if (cell != null) {
        cell.set(0);
      }
    }
  }

  /**
   * Counts from now on where another bucket of the same section does, beginning with what has been
   * counted here. Nobody may count meanwhile.
   */
  public void moveTo(Bucket other) {
    if (!stats.equals(other.stats)) {
      throw new IllegalArgumentException("the other bucket counts something else");
    }
    cells.forEach((name, cell) -> {
      long counted = cell.get();
      if (counted != 0) {
        other.counter(name).add(counted);
      }
    });
    memory = other.memory;
    offset = other.offset;
  }

  private record Cell(Bucket bucket, int displacement) implements Counter {

    private int at() {
      return bucket.offset + displacement;
    }

    @Override
    public void add(long amount) {
      bucket.memory.add(at(), amount);
    }

    @Override
    public void set(long value) {
      bucket.memory.set(at(), value);
    }

    @Override
    public long get() {
      return bucket.memory.get(at());
    }
  }
}
