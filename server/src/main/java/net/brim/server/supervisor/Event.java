package net.brim.server.supervisor;

import java.util.concurrent.CompletableFuture;
import net.brim.os.ChildExit;
import net.brim.server.control.ControlRequest;
import net.brim.server.control.StatusReport;
import net.brim.server.plan.Plan;

/** What the supervisor reacts to, one at a time. */
sealed interface Event {

  /** A signal for the supervisor; its name is without {@code SIG}. */
  record SignalReceived(String name) implements Event {}

  /** A child process ended. */
  record ChildExited(ChildExit exit) implements Event {}

  /** A worker reported about itself. */
  record WorkerSaid(WorkerHandle worker, String line) implements Event {}

  /** A worker, or what it runs, wrote to stdout or stderr. */
  record OutputLine(WorkerHandle worker, boolean error, String line) implements Event {}

  /** All that a worker which has ended had written has been handed on. */
  record OutputEnded(WorkerHandle worker) implements Event {}

  /**
   * The process that makes another plan has something to say.
   *
   * @param wrong whether that is wrong with the plan
   */
  record PlanSaid(boolean wrong, String line) implements Event {}

  /**
   * There is another plan.
   *
   * @param descriptor of memory that holds it
   * @param understands the version of an estate that the program understands which has made it
   */
  record PlanMade(Plan plan, int descriptor, int understands) implements Event {}

  /** There will be no other plan, for the reasons that were said. */
  record PlanFailed() implements Event {}

  /** Somebody wants to know how the workers are. */
  record ReportWanted(CompletableFuture<StatusReport> reply) implements Event {}

  /** A command came through the control socket. */
  record CommandReceived(ControlRequest request) implements Event {}
}
