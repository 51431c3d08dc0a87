package net.brim.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./bench http} was asked for.
 *
 * @param only keys of contenders with commas between; null for all
 */
record HttpOptions(int rounds, int seconds, @Nullable String only, List<Scenario> scenarios) {

  private static final int ROUNDS = 3;
  private static final int SECONDS = 5;

  HttpOptions {
    if (rounds < 1 || seconds < 1) {
      throw new UsageException("rounds and seconds are at least 1");
    }
    scenarios = List.copyOf(scenarios);
  }

  /** Reads {@code [rounds] [seconds] [--only NAMES] [--scenarios NAMES]}, in any order. */
  static HttpOptions parse(List<String> arguments) {
    var numbers = new ArrayList<Integer>();
    String only = null;
    List<Scenario> scenarios = List.of(Scenario.values());
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "--only" -> only = value(arguments, ++i, argument);
        case "--scenarios" -> scenarios = Scenario.parse(value(arguments, ++i, argument));
        default -> numbers.add(number(argument));
      }
    }
    if (numbers.size() > 2) {
      throw new UsageException("there are two numbers at most: rounds and seconds");
    }
    return new HttpOptions(
        numbers.isEmpty() ? ROUNDS : numbers.getFirst(),
        numbers.size() < 2 ? SECONDS : numbers.getLast(),
        only,
        scenarios);
  }

  List<Contender> contenders(List<Contender> all) {
    return only == null ? all : Contenders.select(all, only);
  }

  private static String value(List<String> arguments, int index, String option) {
    if (index == arguments.size()) {
      throw new UsageException(option + " needs a list of names with commas between");
    }
    return arguments.get(index);
  }

  /** A number of the command line. */
  static int number(String argument) {
    try {
      return Integer.parseInt(argument);
    } catch (NumberFormatException e) {
      throw new UsageException("not a number: " + argument);
    }
  }
}
