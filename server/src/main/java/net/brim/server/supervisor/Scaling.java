package net.brim.server.supervisor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Conf;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.config.DaemonSubserver;
import net.brim.server.config.Spelling;
import net.brim.server.config.Subserver;
import net.brim.server.control.ControlReply;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;
import net.brim.server.stats.StatsMemory;
import org.jspecify.annotations.Nullable;

/**
 * Another number of workers of one subserver, while it runs: those that are too many retire, those
 * that are missing start. Where a new one cannot, the number is as before.
 */
final class Scaling {

  private static final int MOST = 1_024;

  private final Os os;
  private final Generation generation;
  private final Workers workers;
  private final StatsMemory stats;
  private final String section;
  private final ControlReply reply;
  private int before;
  private boolean over;

  Scaling(
      Os os,
      Generation generation,
      Workers workers,
      StatsMemory stats,
      String section,
      ControlReply reply) {
    this.os = os;
    this.generation = generation;
    this.workers = workers;
    this.stats = stats;
    this.section = section;
    this.reply = reply;
  }

  boolean isOver() {
    return over;
  }

  /** Begins; the slots that are new are due at once. */
  void begin(int count, long now) {
    RunningSubserver subserver = generation.subserver(section);
    String wrong = whyNot(subserver, count);
    if (wrong != null || subserver == null) {
      complain(String.valueOf(wrong));
      end(1);
      return;
    }
    before = subserver.slots().size();
    try {
      resize(subserver, count, now);
    } catch (IllegalArgumentException | OsException e) {
      complain(String.valueOf(e.getMessage()));
      end(1);
      return;
    }
    Log.main().log(Severity.NOTICE, "[%s] %d workers, %d before".formatted(section, count, before));
    endIfReady();
  }

  private @Nullable String whyNot(@Nullable RunningSubserver subserver, int count) {
    if (subserver == null) {
      List<String> names = generation.subservers().stream().map(RunningSubserver::name).toList();
      return Spelling.nearest(section, names)
          .map(near -> "there is no [%s], did you mean [%s]?".formatted(section, near))
          .orElseGet(() ->
              "there is no [%s]; there are [%s]".formatted(section, String.join("] [", names)));
    }
    if (subserver.settings() instanceof DaemonSubserver) {
      return "[%s] has one process for each of its daemons".formatted(section);
    }
    return count >= 1 && count <= MOST
        ? null
        : "[%s] cannot have %d workers: expected 1 to %d".formatted(section, count, MOST);
  }

  private void resize(RunningSubserver subserver, int count, long now) {
    Plan plan = generation.plan();
    Conf conf = with(plan.conf(), count);
    var rough = new Plan(conf, plan.launch(), plan.stats(), plan.tls());
    Subserver settings = rough.settings().subserver(section);
    var changed =
        new Plan(
            conf, plan.launch(), plan.stats().withSlots(section, settings.slots()), plan.tls());
    stats.arrange(changed.stats());
    byte[] bytes = PlanCodec.write(changed);
    int memory = os.memoryFile("brim plan", bytes.length);
    os.write(memory, bytes, 0, bytes.length);
    generation.replan(os, changed, memory);
    for (Slot slot : subserver.resize(settings)) {
      leave(slot.worker(), now);
      leave(slot.successor(), now);
      slot.close();
    }
    workers.steer();
  }

  private void leave(@Nullable WorkerHandle worker, long now) {
    if (worker != null) {
      workers.retire(worker, now);
    }
  }

  private Conf with(Conf conf, int count) {
    var sections = new LinkedHashMap<String, Map<String, Conf.Value>>();
    for (String name : conf.sections()) {
      var options = new LinkedHashMap<String, Conf.Value>();
      for (String option : conf.options(name)) {
        Conf.Value value = conf.value(name, option);
        if (value != null) {
          options.put(option, value);
        }
      }
      sections.put(name, options);
    }
    sections
        .getOrDefault(section, new LinkedHashMap<>())
        .put("workers", new Conf.Value(Integer.toString(count), null));
    return Conf.of(sections, conf.files());
  }

  /** The server ends. */
  void abandon(String why) {
    if (!over) {
      reply.err(why);
      end(1);
    }
  }

  /** A worker has become ready. */
  void ready() {
    endIfReady();
  }

  /**
   * A worker is gone; where it was a new one, the number is as before.
   *
   * @return whether it was
   */
  boolean gone(WorkerHandle worker, long now) {
    return failed(worker.slot(), worker.whyNotReady(), now);
  }

  /**
   * A worker could not even be started; where it was to be a new one, the number is as before.
   *
   * @return whether it was
   */
  boolean notStarted(Slot slot, String why, long now) {
    return failed(slot, List.of(why), now);
  }

  private boolean failed(Slot slot, List<String> why, long now) {
    RunningSubserver subserver = slot.subserver();
    if (over || !isOfThis(subserver) || slot.index() < before || slot.hasBeenReady()) {
      return false;
    }
    why.forEach(this::complain);
    undo(subserver, now);
    end(1);
    return true;
  }

  private boolean isOfThis(RunningSubserver subserver) {
    return subserver.generation() == generation && subserver.name().equals(section);
  }

  private void undo(RunningSubserver subserver, long now) {
    try {
      resize(subserver, before, now);
      complain("[%s] has as many workers as before: %d".formatted(section, before));
    } catch (OsException e) {
      complain("[%s] cannot have %d workers again: %s".formatted(section, before, e.getMessage()));
    }
  }

  /** The slots that were there before are not waited for: they may be what is to be mended. */
  private void endIfReady() {
    RunningSubserver subserver = generation.subserver(section);
    if (!over
        && subserver != null
        && subserver.slots().stream().skip(before).allMatch(Slot::isReady)) {
      reply.out(subserver.describe());
      end(0);
    }
  }

  private void complain(String line) {
    Log.main().log(Severity.ERROR, "scale: " + line);
    reply.err(line);
  }

  private void end(int status) {
    over = true;
    generation.describe(reply);
    reply.done(status);
  }
}
