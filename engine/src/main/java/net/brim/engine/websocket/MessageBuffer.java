package net.brim.engine.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The payload of one message, as its frames bring it. */
final class MessageBuffer {

  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int size;

  /** In bytes, so far. */
  int size() {
    return size;
  }

  /**
   * Adds bytes of a frame, unmasked.
   *
   * @param left how many bytes of the frame there are from {@code start} on, arrived or not
   * @param phase the index of the first byte within the frame, of which two bits matter
   */
  void add(byte[] from, int start, int count, long left, int key, int phase) {
    if (bytes.length - size < count) {
      grow(count, left);
    }
    Mask.copy(from, start, bytes, size, count, key, phase);
    size += count;
  }

  /** Takes the bytes out. */
  byte[] take() {
    byte[] all = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    bytes = NONE;
    size = 0;
    return all;
  }

  /**
   * Takes the bytes out as text.
   *
   * @throws ProtocolViolation where they are not UTF-8
   */
  String takeText() throws ProtocolViolation {
    String text = text(bytes, size);
    bytes = NONE;
    size = 0;
    return text;
  }

  /** Reads UTF-8 strictly. */
  static String text(byte[] bytes, int length) throws ProtocolViolation {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) { // sent so, or put there for what is malformed
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes, 0, length))
            .toString();
      } catch (CharacterCodingException e) {
        throw new ProtocolViolation(ProtocolViolation.NOT_UTF_8, "a text is not UTF-8");
      }
    }
    return text;
  }

  /**
   * A frame that only announces much must not cost much: there is room for as much again as has
   * arrived.
   */
  private void grow(int count, long left) {
    long most = size + left;
    bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(size + (long) count, 2L * size)));
  }
}
