package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.List;
import net.brim.os.OsException;
import net.brim.server.control.ControlReply;

/** Writes down what is asked of the rest of a supervisor. */
final class RecordedOutside implements Outside {

  final List<String> asked = new ArrayList<>();

  private final Fleet fleet;

  RecordedOutside(Fleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public void closeListeners() {
    asked.add("close listeners");
  }

  @Override
  public void release() {
    asked.add("release");
  }

  @Override
  public void reopenErrorLog() {
    asked.add("reopen");
  }

  @Override
  public void plan(Generation current, boolean inPlace) {
    asked.add("plan after " + current);
  }

  @Override
  public void become(List<Generation> generations, long startedAt, Reload reload) {
    throw new OsException("exec", 0, "not here");
  }

  @Override
  public void giveUpPlan() {
    asked.add("give up the plan");
  }

  @Override
  public Scaling scaling(Generation generation, String section, ControlReply reply) {
    return new Scaling(fleet.os.os(), generation, fleet.workers, fleet.stats, section, reply);
  }

  @Override
  public void forget(Generation generation) {
    asked.add("forget " + generation);
  }
}
