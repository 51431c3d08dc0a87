package net.brim.benchmarks;

import java.io.Serial;

/** A server cannot be measured; the reason says why, and stands in the table's place. */
final class UnavailableException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  private final String reason;

  UnavailableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
