package net.brim.engine.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Frames as clients send them, and a reading of those that servers send. */
final class Frames {

  private static final byte[] KEY = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private Frames() {}

  /**
   * A masked frame.
   *
   * @param first the first byte: flags and opcode
   */
  static byte[] client(int first, byte[] payload) {
    var frame = new ByteArrayOutputStream();
    frame.write(first);
    int length = payload.length;
    if (length < 126) {
      frame.write(0x80 | length);
    } else if (length < 0x10000) {
      frame.write(0x80 | 126);
      frame.write(length >> 8);
      frame.write(length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) length >> shift));
      }
    }
    frame.writeBytes(KEY);
    for (int i = 0; i < length; i++) {
      frame.write(payload[i] ^ KEY[i % 4]);
    }
    return frame.toByteArray();
  }

  static byte[] client(int first, String payload) {
    return client(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] text(String text) {
    return client(0x81, text);
  }

  static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + text.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, text.length);
    return client(0x88, payload);
  }

  static byte[] joined(byte[]... frames) {
    var all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  /** What a server has sent, a line for each frame: {@code text hello}, {@code close 1000}. */
  static List<String> read(byte[] sent) {
    var lines = new ArrayList<String>();
    int at = 0;
    while (at < sent.length) {
      int first = sent[at] & 0xff;
      int length = sent[at + 1];
      if (length < 0) {
        throw new IllegalArgumentException("a server's frame is masked: " + lines);
      }
      at += 2;
      if (length >= 126) {
        int size = length == 126 ? 2 : 8;
        length = (int) Long.parseLong(HexFormat.of().formatHex(sent, at, at + size), 16);
        at += size;
      }
      lines.add(describe(first, sent, at, length));
      at += length;
    }
    return lines;
  }

  private static String describe(int first, byte[] sent, int start, int length) {
    String text = new String(sent, start, length, StandardCharsets.UTF_8);
    String line =
        switch (first) {
          case 0x81 -> "text " + text;
          case 0x82 -> "binary " + HexFormat.of().formatHex(sent, start, start + length);
          case 0x88 -> "close " + (length == 0 ? "" : closed(sent, start, length));
          case 0x89 -> "ping " + text;
          case 0x8a -> "pong " + text;
          default -> "?" + Integer.toHexString(first);
        };
    return line.strip();
  }

  private static String closed(byte[] sent, int start, int length) {
    int code = ((sent[start] & 0xff) << 8) | (sent[start + 1] & 0xff);
    return code + " " + new String(sent, start + 2, length - 2, StandardCharsets.UTF_8);
  }
}
