package net.brim.os;

/**
 * How a child process ended.
 *
 * @param status the exit status, or -1 where a signal ended it
 * @param signal the number of the signal, or 0 where it exited
 */
public record ChildExit(int pid, int status, int signal) {

  /** One whose end nobody has waited for, so that it is not known how it came. */
  public static ChildExit unseen(int pid) {
    return new ChildExit(pid, -1, 0);
  }

  /** Whether nobody has waited for it: there is nothing of it to be buried. */
  public boolean isUnseen() {
    return signal == 0 && status < 0;
  }

  /** What happened, for a log line: {@code exited with status 1}, {@code killed by SIGKILL}. */
  public String describe() {
    if (isUnseen()) {
      return "ended unseen";
    }
    return signal == 0 ? "exited with status " + status : "killed by " + Signals.name(signal);
  }
}
