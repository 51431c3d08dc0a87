package net.brim.chaos.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.zip.CRC32;
import net.brim.chaos.app.ChaosApp;
import net.brim.chaos.app.Payload;

/** Sends a body in pieces, slowly; the app must have got all of it. */
final class Uploads extends Client {

  private static final int PIECES = 10;
  private static final int PIECE = 4 * 1024;
  private static final int PAUSE_MILLIS = 100;
  private static final String HEAD =
      "POST /upload HTTP/1.1\r\nHost: chaos\r\nContent-Length: %d\r\n\r\n"
          .formatted(PIECES * PIECE);

  Uploads(InetSocketAddress server, Tally tally) {
    super(server, tally);
  }

  @Override
  void step() throws InterruptedException {
    byte[] piece = Payload.of(Question.next(PIECE, 0).number(), PIECE);
    tally().sent();
    long begun = System.nanoTime();
    try {
      begin();
      wire().send(HEAD);
      var sum = new CRC32();
      for (int i = 0; i < PIECES; i++) {
        Thread.sleep(PAUSE_MILLIS);
        wire().send(piece);
        sum.update(piece);
      }
      Answer answer = read();
      check(answer, sum);
      tally().answered(begun);
      if (answer.closes()) {
        hangUp();
      }
    } catch (IOException e) {
      lost(e, 1);
    }
  }

  private static void check(Answer answer, CRC32 sum) throws WrongAnswerException {
    String expected = ChaosApp.received((long) PIECES * PIECE, sum);
    if (answer.status() != 200 || !answer.text().equals(expected)) {
      throw new WrongAnswerException(
          "status %d, \"%s\" in place of \"%s\""
              .formatted(answer.status(), answer.text(), expected));
    }
  }

  @Override
  int pause() {
    return PAUSE_MILLIS;
  }
}
