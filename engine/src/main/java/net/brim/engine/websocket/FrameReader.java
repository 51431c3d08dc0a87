package net.brim.engine.websocket;

import java.io.IOException;
import net.brim.engine.hub.ByteSource;

/**
 * Reads the frames of a client, strict to RFC 6455, section 5.2.
 *
 * <pre>
 *   byte 0    FIN · RSV1 RSV2 RSV3 · opcode (4 bits)
 *   byte 1    MASK · length (7 bits): 126 and 127 mean that it follows
 *   0 2 8     length, in network order, never longer than needed
 *   4         the masking key
 *   length    the payload, masked
 * </pre>
 *
 * <p>{@link #head} and then {@link #payload} or {@link #control}, again and again.
 */
final class FrameReader {

  /** Waits for more bytes in the middle of a frame. */
  @FunctionalInterface
  interface Patience {
    void await() throws IOException;
  }

  static final int MAX_CONTROL = 125;

  private final ByteSource in;
  private final Patience patience;
  private boolean last;
  private int opcode;
  private long length;
  private int key;

  FrameReader(ByteSource in, Patience patience) {
    this.in = in;
    this.patience = patience;
  }

  /**
   * Reads all that is before the payload.
   *
   * @throws ProtocolViolation where no client may send that
   */
  void head() throws IOException {
    need(2);
    int first = at(0);
    int second = at(1);
    check(first, second);
    int extended = (second & 0x7f) < 126 ? 0 : (second & 0x7f) == 126 ? 2 : 8;
    need(2 + extended + 4);
    last = (first & 0x80) != 0;
    opcode = first & 0x0f;
    length = extended == 0 ? second & 0x7f : number(2, extended);
    key = (int) number(2 + extended, 4);
    if (length < 0 || (extended == 2 && length < 126) || (extended == 8 && length >>> 16 == 0)) {
      throw ProtocolViolation.of("the length of a frame is not in its shortest form");
    }
    in.skip(2 + extended + 4);
  }

  private static void check(int first, int second) throws ProtocolViolation {
    int opcode = first & 0x0f;
    if ((first & 0x70) != 0) {
      throw ProtocolViolation.of("a reserved bit of a frame is set");
    }
    if (!Opcode.isKnown(opcode)) {
      throw ProtocolViolation.of("opcode " + opcode + " is reserved");
    }
    if ((second & 0x80) == 0) {
      throw ProtocolViolation.of("a client's frame is not masked");
    }
    if (Opcode.isControl(opcode) && ((first & 0x80) == 0 || (second & 0x7f) > MAX_CONTROL)) {
      throw ProtocolViolation.of("a control frame is fragmented or longer than 125 bytes");
    }
  }

  /** Whether the frame ends its message. */
  boolean last() {
    return last;
  }

  /** One of those in {@link Opcode}. */
  int opcode() {
    return opcode;
  }

  /** Of the payload, in bytes. */
  long length() {
    return length;
  }

  /** Adds the payload to a message. */
  void payload(MessageBuffer message) throws IOException {
    long left = length;
    while (left > 0) {
      need(1);
      int count = (int) Math.min(left, in.limit() - in.position());
      message.add(in.array(), in.position(), count, left, key, (int) (length - left) & 3);
      in.skip(count);
      left -= count;
    }
  }

  /** The payload of a control frame. */
  byte[] control() throws IOException {
    int count = (int) length;
    need(count);
    byte[] bytes = new byte[count];
    Mask.copy(in.array(), in.position(), bytes, 0, count, key, 0);
    in.skip(count);
    return bytes;
  }

  private void need(int count) throws IOException {
    while (in.limit() - in.position() < count) {
      patience.await();
    }
  }

  private int at(int offset) {
    return in.array()[in.position() + offset] & 0xff;
  }

  private long number(int offset, int size) {
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = (number << 8) | at(offset + i);
    }
    return number;
  }
}
