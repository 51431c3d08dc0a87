package net.brim.engine.threads;

/** A task went on for longer than its caller waited; its thread is busy until it ends. */
public final class TaskAbandonedException extends Exception {

  private static final long serialVersionUID = 1L;

  TaskAbandonedException() {
    super("the task did not end in time", null, false, false);
  }
}
