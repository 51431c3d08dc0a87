package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that sends any frames, right or wrong. */
final class RawWebSocket implements AutoCloseable {

  /** Of the example in RFC 6455, section 1.3. */
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  private static final byte[] MASK = {0x12, (byte) 0xcd, 0x7e, (byte) 0x90};

  private final RawClient client;

  private RawWebSocket(RawClient client) {
    this.client = client;
  }

  /** The head of a handshake, without the empty line at its end. */
  static String handshake(String path, String... fields) {
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: brim.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
            + KEY
            + "\r\n";
    return fields.length == 0 ? head : head + String.join("\r\n", fields) + "\r\n";
  }

  /** Opens a socket; what is in {@code first} goes with the handshake, in one write. */
  static RawWebSocket open(int port, String path, byte[]... first) throws IOException {
    RawClient client = RawClient.connect(port);
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes((handshake(path) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    for (byte[] frame : first) {
      bytes.writeBytes(frame);
    }
    client.send(bytes.toByteArray());
    RawClient.Response response = client.readHead();
    assertEquals("HTTP/1.1 101 Switching Protocols", response.statusLine(), response::toString);
    assertEquals(ACCEPT, response.header("Sec-WebSocket-Accept"));
    assertEquals("websocket", response.header("Upgrade"));
    assertEquals("upgrade", response.header("Connection"));
    assertEquals(null, response.header("Content-Length"));
    assertEquals(null, response.header("Transfer-Encoding"));
    return new RawWebSocket(client);
  }

  RawClient client() {
    return client;
  }

  /**
   * A masked frame.
   *
   * @param first the first byte: flags and opcode
   */
  static byte[] frame(int first, byte[] payload) {
    var frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i % 4]);
    }
    return frame.toByteArray();
  }

  static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  RawWebSocket send(int first, String payload) throws IOException {
    client.send(frame(first, payload));
    return this;
  }

  RawWebSocket sendClose(int code) throws IOException {
    client.send(frame(0x88, new byte[] {(byte) (code >> 8), (byte) code}));
    return this;
  }

  /** The next frame: {@code text hello}, {@code ping}, {@code close 1000}. */
  String read() throws IOException {
    byte[] head = client.exactly(2);
    int length = head[1]; // below 0 where it is masked, which the next line finds
    if (length >= 126) {
      length = 0;
      for (byte b : client.exactly(head[1] == 126 ? 2 : 8)) {
        length = (length << 8) | (b & 0xff);
      }
    }
    byte[] payload = client.exactly(length);
    String text = new String(payload, StandardCharsets.UTF_8);
    return switch (head[0] & 0xff) {
      case 0x81 -> ("text " + text).strip();
      case 0x82 -> "binary of " + length;
      case 0x88 -> length == 0 ? "close" : close(payload);
      case 0x89 -> ("ping " + text).strip();
      case 0x8a -> ("pong " + text).strip();
      default -> "?" + Integer.toHexString(head[0] & 0xff);
    };
  }

  /** Reads on to the first frame that begins so. */
  String readTo(String start) throws IOException {
    String frame = read();
    while (!frame.startsWith(start)) {
      frame = read();
    }
    return frame;
  }

  private static String close(byte[] payload) {
    int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    String reason = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    return ("close " + code + " " + reason).strip();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
