package net.brim.server.logging;

import java.util.function.Consumer;

/** Where a sink says that it cannot write, since it cannot say so in itself. */
final class Complaints {

  /** For stderr itself. */
  static final Consumer<String> NOWHERE = complaint -> {};

  /** One line on stderr. */
  static final Consumer<String> STDERR = System.err::println;

  private final String sink;
  private final Consumer<String> reader;
  private boolean failing;

  Complaints(String sink, Consumer<String> reader) {
    this.sink = sink;
    this.reader = reader;
  }

  /** Says it once, until it {@link #works} again. */
  void fails(String reason) {
    if (!failing) {
      failing = true;
      reader.accept(
          "brim: " + sink + " cannot be written, its lines are dropped until it can: " + reason);
    }
  }

  void works() {
    failing = false;
  }
}
