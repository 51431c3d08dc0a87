package net.brim.chaos.load;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Asks one thing after the other on one connection; each may be one that the app takes time for.
 */
final class KeepAlive extends Client {

  private final int size;
  private final int wait;
  private final int pause;

  /**
   * A client.
   *
   * @param size of the answers, in bytes
   * @param wait how long the app takes, in milliseconds
   * @param pause between two questions, in milliseconds
   */
  KeepAlive(InetSocketAddress server, Tally tally, int size, int wait, int pause) {
    super(server, tally);
    this.size = size;
    this.wait = wait;
    this.pause = pause;
  }

  @Override
  void step() {
    Question question = Question.next(size, wait);
    tally().sent();
    long begun = System.nanoTime();
    try {
      begin();
      wire().send(question.request(false));
      Answer answer = read();
      question.check(answer);
      tally().answered(begun);
      if (answer.closes()) {
        hangUp();
      }
    } catch (IOException e) {
      lost(e, 1);
    }
  }

  @Override
  int pause() {
    return pause;
  }
}
