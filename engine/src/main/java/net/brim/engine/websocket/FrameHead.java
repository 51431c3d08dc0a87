package net.brim.engine.websocket;

/** Writes what goes before the payload of a server's frame (RFC 6455, section 5.2). */
final class FrameHead {

  private static final int FINAL = 0x80;

  private FrameHead() {}

  /** Writes the head of an unfragmented frame; returns its length, at most 10. */
  static int write(byte[] into, int opcode, int length) {
    into[0] = (byte) (FINAL | opcode);
    if (length < 126) {
      into[1] = (byte) length;
      return 2;
    }
    int size = length < 0x10000 ? 2 : 8;
    into[1] = (byte) (size == 2 ? 126 : 127);
    for (int i = 0; i < size; i++) {
      into[2 + i] = (byte) ((long) length >>> (8 * (size - 1 - i)));
    }
    return 2 + size;
  }
}
