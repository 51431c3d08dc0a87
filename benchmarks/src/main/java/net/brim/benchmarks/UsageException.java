package net.brim.benchmarks;

import java.io.Serial;

/** The command line asks for what there is not; the message is for the user. */
public final class UsageException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /** What is wrong with it, for the user. */
  public UsageException(String message) {
    super(message);
  }
}
