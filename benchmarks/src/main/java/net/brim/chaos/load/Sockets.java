package net.brim.chaos.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Sends messages over a WebSocket, which must come back; opens another one when the server closes.
 */
final class Sockets extends Client {

  private static final int PAUSE_MILLIS = 100;
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8a;
  private static final int GOING_AWAY = 1001;
  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
  private static final String HANDSHAKE =
      """
      GET /socket HTTP/1.1
      Host: chaos
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n");

  Sockets(InetSocketAddress server, Tally tally) {
    super(server, tally);
  }

  @Override
  void opened(Wire fresh) throws IOException {
    fresh.send(HANDSHAKE);
    Answer answer = fresh.readHead();
    if (answer.status() != 101) {
      throw new WrongAnswerException("status %d to a handshake".formatted(answer.status()));
    }
    isWith(answer.pid());
  }

  @Override
  void step() {
    String text = "message " + Question.next(0, 0).number();
    tally().sent();
    long begun = System.nanoTime();
    try {
      Wire wire = wire();
      wire.send(frame(TEXT, text.getBytes(StandardCharsets.US_ASCII)));
      String echo = readMessage(wire);
      if (echo.isEmpty()) {
        tally().resent(1);
        hangUp();
      } else if (echo.equals(text)) {
        tally().answered(begun);
      } else {
        throw new WrongAnswerException("\"%s\" came back as \"%s\"".formatted(text, echo));
      }
    } catch (IOException e) {
      lost(e, 1);
    }
  }

  /** The text of the next message; empty where the server has closed in order. */
  private static String readMessage(Wire wire) throws IOException {
    while (true) {
      byte[] head = wire.exactly(2);
      byte[] payload = wire.exactly(head[1] & 0x7f);
      switch (head[0] & 0xff) {
        case TEXT -> {
          return new String(payload, StandardCharsets.US_ASCII);
        }
        case PING -> wire.send(frame(PONG, payload));
        case CLOSE -> {
          sayGoodbye(wire, payload);
          return "";
        }
        default -> throw new WrongAnswerException("a frame of kind " + (head[0] & 0xff));
      }
    }
  }

  private static void sayGoodbye(Wire wire, byte[] payload) throws IOException {
    int code = payload.length < 2 ? 0 : ByteBuffer.wrap(payload).getShort();
    if (code != GOING_AWAY) {
      throw new WrongAnswerException("a Close with " + code);
    }
    wire.send(frame(CLOSE, payload));
    try {
      wire.exactly(1);
      throw new WrongAnswerException("something came after a Close");
    } catch (EOFException e) {
      // As it should be: the server ends the connection.
    }
  }

  private static byte[] frame(int kind, byte[] payload) {
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) kind;
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(MASK, 0, frame, 2, MASK.length);
    for (int i = 0; i < payload.length; i++) {
      frame[6 + i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
    }
    return frame;
  }

  @Override
  int pause() {
    return PAUSE_MILLIS;
  }
}
