package net.brim.chaos.load;

import java.io.IOException;
import java.net.InetSocketAddress;

/** One request on a connection of its own. */
final class NewConnections {

  private static final int SIZE = 200;

  private final InetSocketAddress server;
  private final Tally tally;
  private final Witness witness;

  NewConnections(InetSocketAddress server, Tally tally, Witness witness) {
    this.server = server;
    this.tally = tally;
    this.witness = witness;
  }

  void ask() {
    Question question = Question.next(SIZE, 0);
    tally.sent();
    long release = witness.release();
    long begun = System.nanoTime();
    try (Wire wire = Wire.connect(server)) {
      wire.send(question.request(true));
      Answer answer = wire.read();
      question.check(answer);
      witness.answered(answer, begun, release);
      tally.answered(begun);
    } catch (IOException e) {
      tally.lost(e, 1, 0);
    }
  }
}
