package net.brim.chaos.load;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import net.brim.chaos.app.Payload;

/**
 * A request to which there is one right answer.
 *
 * @param size of the answer, in bytes
 * @param delay how long the app takes, in milliseconds
 */
record Question(long number, int size, int delay) {

  private static final AtomicLong NUMBERS = new AtomicLong();

  static Question next(int size, int delay) {
    return new Question(NUMBERS.incrementAndGet(), size, delay);
  }

  /**
   * The bytes of the request.
   *
   * @param last whether the connection is to end after it
   */
  String request(boolean last) {
    return "GET /answer?number=%d&size=%d&wait=%d HTTP/1.1\r\nHost: chaos\r\n%s\r\n"
        .formatted(number, size, delay, last ? "Connection: close\r\n" : "");
  }

  void check(Answer answer) throws WrongAnswerException {
    if (answer.status() != 200) {
      throw new WrongAnswerException("status " + answer.status());
    }
    if (!Arrays.equals(answer.body(), Payload.of(number, size))) {
      throw new WrongAnswerException(
          "another body than that of number %d: %d bytes of %d"
              .formatted(number, answer.body().length, size));
    }
  }
}
