package net.brim.server.supervisor;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.brim.server.control.ControlReply;
import net.brim.server.logging.Log;
import net.brim.server.plan.WorkerCommand;

/**
 * Log files that are opened anew in every process, which whoever asked for it is told when all have
 * done so: then nobody writes to the old files any more, and they can be compressed.
 */
final class Reopening {

  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final ControlReply reply;
  private final long deadline;

  /** Those that have not done so yet: workers, and this for the supervisor itself. */
  private final Set<Object> waiting = new HashSet<>();

  private boolean over;

  /**
   * Has all of them begin.
   *
   * @param now in milliseconds
   */
  Reopening(Workers workers, ControlReply reply, long now) {
    this.reply = reply;
    this.deadline = now + PATIENCE_MILLIS;
    waiting.add(this);
    workers.all().filter(worker -> worker.state() != WorkerHandle.State.GONE).forEach(waiting::add);
    Log.reopen(this::supervisorIsDone);
    workers.tell(WorkerCommand.REOPEN);
  }

  private void supervisorIsDone() {
    var _ = finished(this);
  }

  /** A worker has done so; false where it had before. */
  boolean done(WorkerHandle worker) {
    return finished(worker);
  }

  /** A worker has ended. */
  void gone(WorkerHandle worker) {
    var _ = finished(worker);
  }

  private synchronized boolean finished(Object one) {
    boolean waited = waiting.remove(one);
    if (waiting.isEmpty() && !over) {
      over = true;
      reply.done(0);
    }
    return waited;
  }

  /**
   * Whether nothing is to come of it any more; also where some processes have taken too long.
   *
   * @param now in milliseconds
   */
  synchronized boolean isOver(long now) {
    if (!over && now >= deadline) {
      over = true;
      reply.err(
          "not within %d s: %s"
              .formatted(
                  TimeUnit.MILLISECONDS.toSeconds(PATIENCE_MILLIS),
                  waiting.stream()
                      .map(one -> one == this ? "the supervisor" : one.toString())
                      .sorted()
                      .collect(Collectors.joining(", "))));
      reply.done(1);
    }
    return over;
  }

  /** When to give up, in milliseconds. */
  long deadline() {
    return deadline;
  }
}
