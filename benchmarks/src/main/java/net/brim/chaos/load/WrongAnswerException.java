package net.brim.chaos.load;

import java.io.IOException;
import java.io.Serial;

/** What came back is not what was asked for. */
final class WrongAnswerException extends IOException {

  @Serial private static final long serialVersionUID = 1;

  WrongAnswerException(String message) {
    super(message);
  }
}
