package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection, over which any bytes can be sent; responses are read strictly. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  /** What came as one response. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes as they came; never compared
  record Response(String statusLine, List<String> fields, byte[] body) {

    int status() {
      return Integer.parseInt(statusLine.substring(9, 12));
    }

    /** The value of the only field of that name; null where there is none. */
    String header(String name) {
      List<String> found =
          fields.stream()
              .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
              .map(line -> line.substring(name.length() + 1).strip())
              .toList();
      assertEquals(true, found.size() <= 1, () -> "one " + name + " in " + fields);
      return found.isEmpty() ? null : found.getFirst();
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return statusLine + "\n" + String.join("\n", fields) + "\n\n" + text();
    }
  }

  private final Socket socket;
  private final InputStream in;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects to the port of the loopback address. */
  static RawClient connect(int port) throws IOException {
    return connect(port, 0);
  }

  /**
   * Connects with a small receive buffer.
   *
   * @param receiveBuffer in bytes; 0 for the system's own
   */
  static RawClient connect(int port, int receiveBuffer) throws IOException {
    var socket = new Socket();
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      return new RawClient(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Uses a socket that is connected already, such as one with TLS. */
  static RawClient over(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new RawClient(socket);
  }

  /** Asks for a path on a connection of its own. */
  static Response get(int port, String path) throws IOException {
    try (RawClient client = connect(port)) {
      return client
          .send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
          .read();
    }
  }

  /** Sends characters as bytes, in one write. */
  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends bytes; false where the server has closed the connection, so that it cannot take them. */
  boolean trySend(byte[] bytes) {
    try {
      send(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Says that no more will be sent, unless the server has closed the connection. */
  void trySendEnd() {
    try {
      sendEnd();
    } catch (IOException e) {
      // What the server sent before it closed can still be read.
    }
  }

  /** Waits for the next byte; false at the end of the connection. */
  boolean hasMore() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next >= 0;
  }

  /** Whether something of an answer is here already. */
  boolean hasArrived() throws IOException {
    return in.available() > 0;
  }

  /** Says that no more will be sent. */
  void sendEnd() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads a response to GET or POST. */
  Response read() throws IOException {
    return read(true);
  }

  /** Reads a response without a body, as HEAD and 1xx have it. */
  Response readHead() throws IOException {
    return read(false);
  }

  private Response read(boolean withBody) throws IOException {
    String statusLine = line();
    var fields = new ArrayList<String>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      fields.add(field);
    }
    var head = new Response(statusLine, fields, new byte[0]);
    return withBody ? new Response(statusLine, fields, body(head)) : head;
  }

  private byte[] body(Response head) throws IOException {
    if ("chunked".equals(head.header("Transfer-Encoding"))) {
      return chunks();
    }
    String length = head.header("Content-Length");
    return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      body.write(exactly(size));
      assertEquals("", line(), "the end of a chunk");
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  /** Reads exactly that many bytes. */
  byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("%d bytes of %d".formatted(bytes.length, length));
    }
    return bytes;
  }

  /** Reads a line that ends with CR LF. */
  String line() throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("after '" + line + "'");
      }
      line.append((char) b);
    }
    assertEquals('\n', in.read(), "the character behind CR");
    return line.toString();
  }

  /** Fails the test where anything comes but the end of the connection. */
  void assertEnd() throws IOException {
    try {
      assertEquals("", new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (SocketException e) {
      // A reset ends a connection too.
      assertEquals("Connection reset", e.getMessage());
    }
  }

  /** What there is until the end of the connection. */
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
