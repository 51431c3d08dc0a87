package net.brim.server.supervisor;

import java.util.List;
import net.brim.os.OsException;
import net.brim.server.control.ControlReply;

/** What a supervisor has done beyond its workers. */
interface Outside {

  /** Closes the listening sockets. */
  void closeListeners();

  /** Gives up the pid file and the control socket, so that a successor can start. */
  void release();

  /** Has stderr go to its file anew, where it goes to one. */
  void reopenErrorLog();

  /**
   * Has another plan made, beside this loop.
   *
   * @param inPlace by the program that is the newest now
   */
  void plan(Generation current, boolean inPlace);

  /**
   * Has this process become the program of a plan.
   *
   * @param generations those that have workers, the current one last
   * @param reload that has the plan, and whom to tell how it goes on
   * @throws OsException where that cannot be; all is as before then
   */
  void become(List<Generation> generations, long startedAt, Reload reload);

  /** Ends the making of a plan; where one was being made, it has failed then. */
  void giveUpPlan();

  /** Has workers of one generation more or fewer. */
  Scaling scaling(Generation generation, String section, ControlReply reply);

  /** Gives back what a generation had, since none of its workers is left. */
  void forget(Generation generation);
}
