package net.brim.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.brim.benchmarks.UsageException;
import net.brim.chaos.fault.Fault;
import net.brim.chaos.fault.Faults;

/**
 * What {@code ./chaos} was asked for.
 *
 * @param times how often each fault strikes
 * @param workers the numbers of workers, one after the other
 * @param seconds how long clients go on after each strike
 */
record ChaosOptions(int times, List<Fault> faults, List<Integer> workers, int seconds) {

  private static final int TIMES = 20;

  ChaosOptions {
    if (times < 1 || seconds < 1 || workers.stream().anyMatch(count -> count < 1)) {
      throw new UsageException("times, seconds and workers are at least 1");
    }
    faults = List.copyOf(faults);
    workers = List.copyOf(workers);
  }

  /** Reads {@code [--times N] [--faults NAMES] [--workers NUMBERS] [--seconds N]}. */
  static ChaosOptions parse(List<String> arguments, int usualTimes) {
    int times = usualTimes;
    List<Fault> faults = Faults.all();
    List<Integer> workers = List.of(2, 4);
    int seconds = 1;
    for (int i = 0; i < arguments.size(); i += 2) {
      String option = arguments.get(i);
      if (i + 1 == arguments.size()) {
        throw new UsageException(option + " needs a value");
      }
      List<String> values = List.of(arguments.get(i + 1).split(",", -1));
      switch (option) {
        case "--times" -> times = number(values.getFirst());
        case "--faults" -> faults = faults(values);
        case "--workers" -> workers = values.stream().map(ChaosOptions::number).toList();
        case "--seconds" -> seconds = number(values.getFirst());
        default -> throw new UsageException("unknown option " + option);
      }
    }
    return new ChaosOptions(times, faults, workers, seconds);
  }

  static ChaosOptions parse(List<String> arguments) {
    return parse(arguments, TIMES);
  }

  private static List<Fault> faults(List<String> names) {
    var chosen = new ArrayList<Fault>();
    for (String name : names) {
      chosen.add(
          Faults.all().stream()
              .filter(fault -> fault.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () -> new UsageException("no fault is called " + name + "; there are " + all())));
    }
    return chosen;
  }

  private static String all() {
    Stream<String> names = Faults.all().stream().map(Fault::name);
    return names.collect(Collectors.joining(" "));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new UsageException("not a number: " + text);
    }
  }
}
