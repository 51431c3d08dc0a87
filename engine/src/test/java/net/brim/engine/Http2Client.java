package net.brim.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client that sends any frame it is told to, in any order. */
final class Http2Client implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;

  static final int MAX_CONCURRENT_STREAMS = 3;
  static final int INITIAL_WINDOW_SIZE = 4;

  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int PATIENCE_MILLIS = 20_000;

  /** One frame as it came. */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  record Frame(int type, int flags, int stream, byte[] payload) {

    boolean is(int type, int stream) {
      return this.type == type && this.stream == stream;
    }

    boolean endsStream() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    int integer(int offset) {
      return ByteBuffer.wrap(payload).getInt(offset);
    }

    @Override
    public String toString() {
      return "type %d flags %d stream %d length %d".formatted(type, flags, stream, payload.length);
    }
  }

  /** A whole response. */
  record Answer(String status, Map<String, String> fields, String body) {}

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder();
  private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();

  Http2Client(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  /** A client that has said hello, with those settings: pairs of identifier and value. */
  static Http2Client connect(Http2TestServer server, int... settings) throws IOException {
    return hello(new Http2Client(server.port(), 0), settings);
  }

  static Http2Client hello(Http2Client client, int... settings) throws IOException {
    client.raw(PREFACE);
    client.settings(settings);
    return client;
  }

  // --- out ---

  /** Bytes for the next {@link #send}. */
  Http2Client raw(byte[] bytes) {
    unsent.writeBytes(bytes);
    return this;
  }

  void send() throws IOException {
    socket.getOutputStream().write(unsent.toByteArray());
    unsent.reset();
  }

  Http2Client frame(int type, int flags, int stream, byte... payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.putShort((short) (payload.length >> 8)).put((byte) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    return raw(frame.array());
  }

  Http2Client settings(int... pairs) {
    ByteBuffer payload = ByteBuffer.allocate(pairs.length / 2 * 6);
    for (int i = 0; i < pairs.length; i += 2) {
      payload.putShort((short) pairs[i]).putInt(pairs[i + 1]);
    }
    return frame(SETTINGS, 0, 0, payload.array());
  }

  Http2Client integer(int type, int stream, int value) {
    return frame(type, 0, stream, ByteBuffer.allocate(4).putInt(value).array());
  }

  Http2Client ping(long data) {
    return frame(PING, 0, 0, ByteBuffer.allocate(8).putLong(data).array());
  }

  Http2Client data(int stream, boolean end, String text) {
    return frame(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Http2Client headers(int stream, boolean end, String... fields) {
    return frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block(fields));
  }

  Http2Client get(int stream, String path) {
    return headers(stream, true, request("GET", path));
  }

  Http2Client post(int stream, String path, String... more) {
    return headers(stream, false, and(request("POST", path), more));
  }

  static String[] request(String method, String path) {
    return new String[] {
      ":method", method, ":scheme", "http", ":path", path, ":authority", "localhost"
    };
  }

  static String[] and(String[] fields, String... more) {
    String[] all = java.util.Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return all;
  }

  /** Literal fields, which no table remembers. */
  static byte[] block(String... fields) {
    var block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      literal(fields[i], block);
      literal(fields[i + 1], block);
    }
    return block.toByteArray();
  }

  private static void literal(String text, ByteArrayOutputStream to) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 127) {
      to.write(bytes.length);
    } else {
      to.write(127);
      int rest = bytes.length - 127;
      for (; rest >= 128; rest >>= 7) {
        to.write((rest & 127) | 128);
      }
      to.write(rest);
    }
    to.writeBytes(bytes);
  }

  // --- in ---

  /** The next frame; null at the end of the connection. */
  @Nullable Frame read() throws IOException {
    try {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      return new Frame(type, flags, stream, payload);
    } catch (EOFException | java.net.SocketException e) {
      return null;
    }
  }

  /** The next frame of that type on that stream; those before it are passed over. */
  Frame await(int type, int stream) throws IOException {
    var seen = new StringBuilder();
    for (Frame frame = read(); frame != null; frame = read()) {
      if (frame.is(type, stream)) {
        return frame;
      }
      seen.append('\n').append(frame);
      if (frame.type == GOAWAY) {
        seen.append(' ').append(new String(frame.payload, StandardCharsets.ISO_8859_1));
      }
    }
    throw new AssertionError("no frame of type " + type + " on stream " + stream + ":" + seen);
  }

  /** The error that ends the connection. */
  Http2Error goAway() throws IOException {
    return error(await(GOAWAY, 0).integer(4));
  }

  /** The error that ends the stream. */
  Http2Error reset(int stream) throws IOException {
    return error(await(RST_STREAM, stream).integer(0));
  }

  private static Http2Error error(int code) {
    return Http2Error.valueOf(code);
  }

  /** The response on that stream, without what comes in between; gives no window back. */
  Answer answer(int stream) throws IOException {
    String status = "";
    var fields = new TreeMap<String, String>();
    var body = new ByteArrayOutputStream();
    for (Frame frame = read(); frame != null; frame = read()) {
      if (frame.type == HEADERS) {
        Http2Headers headers = decode(frame); // All of them, for the table of HPACK.
        if (frame.stream == stream) {
          status = String.valueOf(headers.status());
          headers.forEach(field -> fields.put(field.getKey() + "", field.getValue() + ""));
        }
      } else if (frame.is(DATA, stream)) {
        body.writeBytes(frame.payload);
      } else if (frame.is(RST_STREAM, stream) || (frame.type == GOAWAY && frame.integer(4) != 0)) {
        throw new AssertionError(
            "no answer, but " + frame + ": " + error(frame.integer(frame.type == GOAWAY ? 4 : 0)));
      }
      if (frame.stream == stream && frame.endsStream()) {
        return new Answer(status, fields, body.toString(StandardCharsets.ISO_8859_1));
      }
    }
    throw new AssertionError("the connection ended before the answer on stream " + stream);
  }

  Http2Headers decode(Frame frame) {
    ByteBuf block = Unpooled.wrappedBuffer(frame.payload);
    try {
      return hpack.decodeHeaders(frame.stream, block);
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the connection ends, whatever comes before that. */
  boolean ends() throws IOException {
    while (read() != null) {
      // passed over
    }
    return true;
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the connection under whoever uses it. */
  void disconnect() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    disconnect();
  }
}
