package net.brim.chaos.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A connection of a client, in blocking style: bytes out, answers in. */
final class Wire implements AutoCloseable {

  private static final int CONNECT_MILLIS = 20_000;
  private static final int ANSWER_MILLIS = 20_000;
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int BUFFER = 4 * 1024;

  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;

  private Wire(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.socket = channel.socket();
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
  }

  static Wire connect(InetSocketAddress server) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      Socket socket = channel.socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.connect(server, CONNECT_MILLIS);
      return new Wire(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether the server has not ended it; asked between an answer and the next request. */
  boolean isOpen() throws IOException {
    channel.configureBlocking(false);
    try {
      int read = channel.read(ByteBuffer.allocate(1));
      if (read > 0) {
        throw new WrongAnswerException("something came that nobody asked for");
      }
      return read == 0;
    } catch (SocketException e) {
      return false;
    } finally {
      channel.configureBlocking(true);
    }
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The next answer, with all of its body. */
  Answer read() throws IOException {
    Answer head = readHead();
    byte[] body;
    if (head.fields().containsKey("transfer-encoding")) {
      body = readChunks();
    } else {
      body = exactly(Integer.parseInt(head.fields().getOrDefault("content-length", "0")));
    }
    return new Answer(head.status(), head.fields(), body);
  }

  /** The next answer up to where its body begins. */
  Answer readHead() throws IOException {
    String first = readLine();
    if (!first.matches("HTTP/1\\.1 \\d{3} .*")) {
      throw new WrongAnswerException("an answer that begins with \"" + first + "\"");
    }
    Map<String, String> fields = new HashMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new WrongAnswerException("a header field that reads \"" + line + "\"");
      }
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(first, 9, 12, 10), fields, new byte[0]);
  }

  private byte[] readChunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.writeBytes(exactly(size));
      readLine();
    }
    readLine();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(readLine(), 16);
  }

  private String readLine() throws IOException {
    var line = new StringBuilder();
    for (int b; (b = in.read()) != '\n'; ) {
      if (b < 0) {
        throw new EOFException(
            line.isEmpty() ? "the connection ended" : "the connection ended after: " + line);
      }
      if (line.length() == LONGEST_LINE) {
        throw new WrongAnswerException("a line without an end");
      }
      line.append((char) b);
    }
    int length = line.length();
    return length > 0 && line.charAt(length - 1) == '\r'
        ? line.substring(0, length - 1)
        : line.toString();
  }

  byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          "the connection ended after %d of %d bytes".formatted(bytes.length, length));
    }
    return bytes;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("a socket of ours cannot be closed", e);
    }
  }
}
