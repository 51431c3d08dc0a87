package net.brim.engine.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes frames one behind the other, so that all of one turn of the loop leave together (RFC
 * 9113, section 4.1). For the loop.
 *
 * <pre>
 *   length (24) | type (8) | flags (8) | 0 | stream (31) | payload …
 * </pre>
 */
final class FrameWriter {

  /** The payload that every client takes. */
  static final int MAX_PAYLOAD = 16 * 1024;

  static final int HEADER = 9;

  private static final int END_STREAM = 0x1;
  private static final int ACK = 0x1;
  private static final int END_HEADERS = 0x4;

  /** The dynamic table of HPACK that we keep for a client at most. */
  private static final long MAX_TABLE = 4096;

  private static final int FIRST_SIZE = 1024;

  private final ByteBufAllocator allocator;
  private final DefaultHttp2HeadersEncoder hpack =
      new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, true);
  private @Nullable ByteBuf out;

  FrameWriter(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** How many bytes wait to be taken. */
  int length() {
    return out == null ? 0 : out.readableBytes();
  }

  /** All frames since the last time; null where there are none. */
  @Nullable ByteBuf take() {
    ByteBuf all = out;
    out = null;
    return all;
  }

  /** Throws away what was not taken. */
  void close() {
    hpack.close();
    if (out != null) {
      out.release();
      out = null;
    }
  }

  /** The client's SETTINGS_HEADER_TABLE_SIZE. */
  void tableSize(long size) throws Http2Exception {
    hpack.maxHeaderTableSize(Math.min(size, MAX_TABLE));
  }

  /** HEADERS, with CONTINUATION frames where they do not fit into one. */
  void headers(int stream, Http2Headers headers, boolean endStream) throws Http2Exception {
    ByteBuf frame = begin();
    int start = frame.writerIndex();
    frame.writeZero(HEADER);
    hpack.encodeHeaders(stream, headers, frame);
    int length = frame.writerIndex() - start - HEADER;
    int flags = endStream ? END_STREAM : 0;
    if (length <= MAX_PAYLOAD) {
      header(frame, start, length, Http2FrameTypes.HEADERS, flags | END_HEADERS, stream);
      return;
    }
    header(frame, start, MAX_PAYLOAD, Http2FrameTypes.HEADERS, flags, stream);
    ByteBuf rest = frame.copy(start + HEADER + MAX_PAYLOAD, length - MAX_PAYLOAD);
    try {
      frame.writerIndex(start + HEADER + MAX_PAYLOAD);
      continuation(frame, rest, stream);
    } finally {
      rest.release();
    }
  }

  private static void continuation(ByteBuf frame, ByteBuf rest, int stream) {
    while (rest.isReadable()) {
      int length = Math.min(rest.readableBytes(), MAX_PAYLOAD);
      int start = frame.writerIndex();
      frame.writeZero(HEADER).writeBytes(rest, length);
      int flags = rest.isReadable() ? 0 : END_HEADERS;
      header(frame, start, length, Http2FrameTypes.CONTINUATION, flags, stream);
    }
  }

  /** The head of a DATA frame; its payload is to be written to what this returns. */
  ByteBuf data(int stream, int length, boolean endStream) {
    return frame(length, Http2FrameTypes.DATA, endStream ? END_STREAM : 0, stream);
  }

  /** SETTINGS: pairs of an identifier and a value. */
  void settings(long... pairs) {
    ByteBuf frame = frame(6 * pairs.length / 2, Http2FrameTypes.SETTINGS, 0, 0);
    for (int i = 0; i < pairs.length; i += 2) {
      frame.writeShort((int) pairs[i]).writeInt((int) pairs[i + 1]);
    }
  }

  void settingsAck() {
    var _ = frame(0, Http2FrameTypes.SETTINGS, ACK, 0);
  }

  void ping(long data, boolean ack) {
    frame(8, Http2FrameTypes.PING, ack ? ACK : 0, 0).writeLong(data);
  }

  void windowUpdate(int stream, int increment) {
    frame(4, Http2FrameTypes.WINDOW_UPDATE, 0, stream).writeInt(increment);
  }

  void reset(int stream, Http2Error why) {
    frame(4, Http2FrameTypes.RST_STREAM, 0, stream).writeInt((int) why.code());
  }

  void goAway(int lastStream, Http2Error why, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    frame(8 + text.length, Http2FrameTypes.GO_AWAY, 0, 0)
        .writeInt(lastStream)
        .writeInt((int) why.code())
        .writeBytes(text);
  }

  private ByteBuf frame(int length, byte type, int flags, int stream) {
    ByteBuf frame = begin();
    frame.ensureWritable(HEADER + length);
    int start = frame.writerIndex();
    frame.writerIndex(start + HEADER);
    header(frame, start, length, type, flags, stream);
    return frame;
  }

  private static void header(
      ByteBuf frame, int start, int length, byte type, int flags, int stream) {
    frame
        .setMedium(start, length)
        .setByte(start + 3, type)
        .setByte(start + 4, flags)
        .setInt(start + 5, stream);
  }

  private ByteBuf begin() {
    if (out == null) {
      out = allocator.ioBuffer(FIRST_SIZE);
    }
    return out;
  }
}
