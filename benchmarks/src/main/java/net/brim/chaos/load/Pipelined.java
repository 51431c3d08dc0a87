package net.brim.chaos.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/** Sends many requests in one go; the answers must come in their order. */
final class Pipelined extends Client {

  private static final int DEPTH = 8;
  private static final int SIZE = 200;
  private static final int PAUSE_MILLIS = 100;

  Pipelined(InetSocketAddress server, Tally tally) {
    super(server, tally);
  }

  @Override
  void step() {
    Queue<Question> open = new ArrayDeque<>();
    var bytes = new StringBuilder();
    for (int i = 0; i < DEPTH; i++) {
      Question question = Question.next(SIZE, 0);
      open.add(question);
      bytes.append(question.request(false));
      tally().sent();
    }
    try {
      begin();
      long begun = System.nanoTime();
      wire().send(bytes.toString());
      readAnswers(open, begun);
    } catch (IOException e) {
      lost(e, open.size());
    }
  }

  /** Takes away what is answered, and what the server says that it has not looked at. */
  private void readAnswers(Queue<Question> open, long begun) throws IOException {
    while (!open.isEmpty()) {
      Answer answer = read();
      open.element().check(answer);
      tally().answered(begun);
      open.remove();
      if (answer.closes()) {
        tally().resent(open.size());
        open.clear();
        hangUp();
      }
    }
  }

  @Override
  int pause() {
    return PAUSE_MILLIS;
  }
}
