package net.brim.server.supervisor;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import net.brim.os.Os;
import net.brim.server.config.Settings;
import net.brim.server.control.ControlReply;
import net.brim.server.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * The workers that are started from one plan. A reload replaces one generation by the next; those
 * before it linger until their last worker has finished.
 */
final class Generation {

  private final int number;
  private Plan plan;
  private Settings settings;
  private int planDescriptor;
  private List<RunningSubserver> subservers = List.of();
  private boolean serving;

  /**
   * A generation without subservers yet.
   *
   * @param number from 1
   * @param planDescriptor memory with the plan, which is ours from now on
   */
  Generation(int number, Plan plan, int planDescriptor) {
    this.number = number;
    this.plan = plan;
    this.settings = plan.settings();
    this.planDescriptor = planDescriptor;
  }

  int number() {
    return number;
  }

  Plan plan() {
    return plan;
  }

  Settings settings() {
    return settings;
  }

  int planDescriptor() {
    return planDescriptor;
  }

  /** Whether its workers take connections: before that, they are ready and wait. */
  boolean serves() {
    return serving;
  }

  /** Its workers take connections from now on. */
  void serve() {
    serving = true;
  }

  /** From now on, workers are started from another plan, which differs in their numbers alone. */
  void replan(Os os, Plan other, int descriptor) {
    os.close(planDescriptor);
    plan = other;
    settings = other.settings();
    planDescriptor = descriptor;
  }

  List<RunningSubserver> subservers() {
    return subservers;
  }

  void haveSubservers(List<RunningSubserver> all) {
    subservers = List.copyOf(all);
  }

  /** The subserver of that section; null where there is none. */
  @Nullable RunningSubserver subserver(String section) {
    for (RunningSubserver subserver : subservers) {
      if (subserver.name().equals(section)) {
        return subserver;
      }
    }
    return null;
  }

  Stream<Slot> slots() {
    return subservers.stream().map(RunningSubserver::slots).flatMap(Collection::stream);
  }

  /** Tells a program of it, and of how many workers it has. */
  void describe(ControlReply reply) {
    reply.data("generation", number);
    subservers.forEach(it -> reply.data("subserver", it.name(), it.slots().size()));
  }

  /** Gives back what it needed to start workers and to log for them. */
  void close(Os os) {
    os.close(planDescriptor);
    subservers.forEach(subserver -> subserver.log().close());
  }

  @Override
  public String toString() {
    return "generation " + number;
  }
}
