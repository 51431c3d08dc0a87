package net.brim.server.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import net.brim.os.Os;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.LogSettings;
import net.brim.server.config.Subserver;
import net.brim.server.logging.Log;
import net.brim.server.logging.LogChannel;
import net.brim.server.plan.LogTargets;
import net.brim.server.plan.Plan;
import net.brim.server.stats.StatsMemory;

/** Makes generations of plans: with sockets, channels for their logs, and room to count. */
final class Generations {

  private final Os os;
  private final Listeners listeners;
  private final HandOverQueues queues;
  private final StatsMemory stats;
  private final boolean terminal;
  private int number;

  /**
   * Has made none yet.
   *
   * @param terminal whether logs may go to a terminal
   */
  Generations(
      Os os, Listeners listeners, HandOverQueues queues, StatsMemory stats, boolean terminal) {
    this.os = os;
    this.listeners = listeners;
    this.queues = queues;
    this.stats = stats;
    this.terminal = terminal;
  }

  /**
   * Makes the next one; nothing of it runs.
   *
   * @param descriptor memory with the plan; closed where this fails
   * @throws StartFailedException where an address or a log file cannot be had; then all is as
   *     before
   */
  Generation next(Plan plan, int descriptor) throws InterruptedException {
    var generation = new Generation(number + 1, plan, descriptor);
    Collection<ListenerGroup> before = List.copyOf(listeners.groups());
    try {
      LogCheck.run(generation.settings());
      furnish(
          generation, (subserver, address) -> listeners.open(subserver, address, Duration.ZERO));
      number++;
      return generation;
    } catch (IllegalArgumentException e) {
      discard(generation, before);
      throw new StartFailedException(String.valueOf(e.getMessage()), e);
    } catch (StartFailedException e) {
      discard(generation, before);
      throw e;
    }
  }

  /** How the sockets of an address are had. */
  private interface Opening {
    ListenerGroup open(Subserver subserver, ListenAddress address) throws InterruptedException;
  }

  private void furnish(Generation generation, Opening opening) throws InterruptedException {
    var subservers = new ArrayList<RunningSubserver>();
    for (Subserver subserver : generation.settings().subservers()) {
      List<ListenerGroup> groups = open(subserver, opening);
      subservers.add(new RunningSubserver(generation, subserver, groups, channel(subserver.log())));
      generation.haveSubservers(subservers);
    }
    stats.arrange(generation.plan().stats());
  }

  private void discard(Generation generation, Collection<ListenerGroup> before) {
    generation.close(os);
    listeners.keepOnly(before);
    listeners.takeBack();
  }

  private static List<ListenerGroup> open(Subserver subserver, Opening opening)
      throws InterruptedException {
    var groups = new ArrayList<ListenerGroup>();
    for (ListenAddress address : subserver.addresses()) {
      groups.add(opening.open(subserver, address));
    }
    return groups;
  }

  private LogChannel channel(LogSettings settings) {
    return Log.channel(LogTargets.effective(settings, terminal));
  }

  /**
   * Makes the one again that another program of this process has made. It runs already, so nothing
   * is checked that only one which is to start would need; where this fails, all stays open for the
   * program before.
   */
  Generation adopt(int itsNumber, Plan plan, int descriptor) throws InterruptedException {
    var adopted = new Generation(itsNumber, plan, descriptor);
    furnish(adopted, listeners::resume);
    number = Math.max(number, itsNumber);
    adopted.serve();
    return adopted;
  }

  /** Gives up memory with a plan that was not used. */
  void discard(int descriptor) {
    os.close(descriptor);
  }

  /** Has the supervisor itself log as a plan says. */
  void openLog(Plan plan) {
    var _ = Log.open(LogTargets.effective(plan.settings().brim().log(), terminal));
  }

  /** Closes the sockets of addresses where none of those listens. */
  void listenOnlyFor(Collection<Generation> accepting) {
    var used = new HashSet<ListenerGroup>();
    accepting.forEach(generation ->
        generation.subservers().forEach(subserver -> used.addAll(subserver.listeners())));
    listeners.keepOnly(used);
  }

  /** Gives up what none of those needs any more, and counts on where the current one counts. */
  void keepOnly(Collection<Generation> needed, Generation current) {
    var sections = new HashSet<String>();
    needed.stream()
        .map(Generation::subservers)
        .flatMap(Collection::stream)
        .forEach(subserver -> sections.add(subserver.name()));
    queues.keepOnly(sections);
    stats.settle(needed.size() == 1 && needed.contains(current));
  }

  /** Counts where a plan says that is in force again. */
  void countAs(Plan plan) {
    stats.arrange(plan.stats());
  }
}
