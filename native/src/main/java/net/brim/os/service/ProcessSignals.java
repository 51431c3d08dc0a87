package net.brim.os.service;

import java.util.function.Consumer;

/** The signals that other processes send to this one. */
public final class ProcessSignals {

  private ProcessSignals() {}

  /**
   * From now on that signal calls {@code action} with its name and does nothing else.
   *
   * @param name without {@code SIG}
   */
  public static void handle(String name, Consumer<String> action) {
    sun.misc.Signal.handle(new sun.misc.Signal(name), signal -> action.accept(signal.getName()));
  }
}
