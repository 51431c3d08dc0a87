package net.brim.server.stats;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Stat;
import net.brim.api.Stats;

/** One worker's area of the shared statistics. */
public final class Bucket implements Stats {

  private final Map<String, Cell> cells;

  Bucket(StatsMemory memory, List<Stat> stats, int offset) {
    var cells = new HashMap<String, Cell>();
    for (int i = 0; i < stats.size(); i++) {
      cells.put(stats.get(i).name(), new Cell(memory, offset + i * Long.BYTES));
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

  private record Cell(StatsMemory memory, int offset) implements Counter {
    @Override
    public void add(long amount) {
      memory.add(offset, amount);
    }

    @Override
    public void set(long value) {
      memory.set(offset, value);
    }

    @Override
    public long get() {
      return memory.get(offset);
    }
  }
}
