package net.brim.os;

/**
 * How a child process ended.
 *
 * @param status the exit status, or -1 where a signal ended it
 * @param signal the number of the signal, or 0 where it exited
 */
public record ChildExit(int pid, int status, int signal) {

  /** What happened, for a log line: {@code exited with status 1}, {@code killed by SIGKILL}. */
  public String describe() {
    return signal == 0 ? "exited with status " + status : "killed by " + Signals.name(signal);
  }
}
