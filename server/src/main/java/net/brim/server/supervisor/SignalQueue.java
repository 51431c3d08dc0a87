package net.brim.server.supervisor;

import java.util.List;
import java.util.function.Consumer;
import net.brim.os.service.ProcessSignals;

/** Makes events of the signals that the supervisor knows. */
final class SignalQueue {

  private static final List<String> NAMES =
      List.of("TERM", "INT", "HUP", "USR1", "USR2", "TTIN", "TTOU");

  private SignalQueue() {}

  /** From now on each signal is an event, and nothing else. */
  static void install(Consumer<Event> events) {
    for (String name : NAMES) {
      ProcessSignals.handle(name, signal -> events.accept(new Event.SignalReceived(signal)));
    }
  }
}
