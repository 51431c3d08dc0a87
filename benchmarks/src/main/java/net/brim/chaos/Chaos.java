package net.brim.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.brim.benchmarks.UsageException;
import net.brim.benchmarks.Workplace;
import net.brim.chaos.fault.Fault;

/** The command line of {@code ./chaos}: it prints tables and judges nothing. */
public final class Chaos {

  private static final int RELOADS = 200;

  private Chaos() {}

  /** Arguments as the usage of {@code ./chaos} says. */
  public static void main(String[] arguments) throws Exception {
    List<String> all = Arrays.asList(arguments);
    try (Workplace work = Workplace.create()) {
      run(all, work);
    } catch (UsageException e) {
      System.err.println("chaos: " + e.getMessage());
      System.exit(2);
    }
  }

  private static void run(List<String> arguments, Workplace work) throws Exception {
    String command = arguments.isEmpty() ? "" : arguments.getFirst();
    switch (command) {
      case "leaks" -> {
        var options = ChaosOptions.parse(arguments.subList(1, arguments.size()), RELOADS);
        new Leaks(options.times(), options.workers().getFirst(), work, System.out).run();
      }
      case "privileges" -> new Privileges(work, System.out).run();
      default -> faults(ChaosOptions.parse(arguments), work);
    }
  }

  private static void faults(ChaosOptions options, Workplace work)
      throws IOException, InterruptedException {
    var table = new Table(System.out);
    table.head();
    var rows = new ArrayList<Row>();
    for (Fault fault : options.faults()) {
      for (int workers : options.workers()) {
        Row row = new Trial(fault, workers, options, work).run();
        table.row(row);
        rows.add(row);
      }
    }
    table.end(rows);
  }
}
