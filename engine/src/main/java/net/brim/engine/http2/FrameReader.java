package net.brim.engine.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Takes the bytes of a connection apart: the preface, then frame after frame, each given to Netty's
 * reader when it is whole (RFC 9113, sections 3.4 and 4).
 *
 * <pre>
 *   "PRI * HTTP/2.0 … SM …" ──► SETTINGS ──► any frame ──► any frame …
 *                                               └─ HEADERS without END_HEADERS ─► CONTINUATION … ─┘
 * </pre>
 *
 * <p>It sees each frame before anything is made of it, and so is where floods are counted.
 */
final class FrameReader extends ByteToMessageDecoder {

  /** What is told of the connection, beside the frames. */
  interface Listener {
    /** The connection cannot go on. */
    void broken(Http2Exception why);

    /** A fault of ours. */
    void faulty(Throwable fault);

    /** A field section of a stream is larger than any we take. */
    void tooLarge(int stream, boolean endStream) throws Http2Exception;

    /** A stream cannot go on. */
    void streamBroken(int stream, Http2Exception why) throws Http2Exception;

    /** The bytes that had arrived were read. */
    void readComplete();

    /** The socket takes more, or no more. */
    void writabilityChanged();

    /** The client has shut its side. */
    void inputEnded();

    /** The connection is no more. */
    void closed();
  }

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int END_STREAM = 0x1;
  private static final int ACK = 0x1;
  private static final int END_HEADERS = 0x4;

  private final DefaultHttp2FrameReader reader;
  private final Http2FrameListener frames;
  private final Listener listener;
  private final Allowance allowance;
  private final Punctuality punctuality;
  private int prefaceRead;
  private boolean begun;
  private boolean inHead;
  private boolean headEndsStream;
  private boolean over;

  FrameReader(
      FieldDecoder fields,
      Http2FrameListener frames,
      Listener listener,
      Allowance allowance,
      Punctuality punctuality) {
    this.reader = new DefaultHttp2FrameReader(fields);
    this.frames = frames;
    this.listener = listener;
    this.allowance = allowance;
    this.punctuality = punctuality;
  }

  /** Reads no further. */
  void end() {
    over = true;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (over) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      if (prefaceRead < PREFACE.length) {
        preface(in);
      } else {
        frame(context, in);
      }
    } catch (Http2Exception e) {
      listener.broken(e);
    } catch (RuntimeException e) {
      listener.faulty(e);
    }
  }

  private void preface(ByteBuf in) throws Http2Exception {
    while (prefaceRead < PREFACE.length && in.isReadable()) {
      if (in.readByte() != PREFACE[prefaceRead++]) {
        throw Http2Exception.connectionError(
            Http2Error.PROTOCOL_ERROR, "this is not the preface of HTTP/2");
      }
    }
  }

  private void frame(ChannelHandlerContext context, ByteBuf in) throws Http2Exception {
    int start = in.readerIndex();
    if (in.readableBytes() < FrameWriter.HEADER) {
      punctuality.expectRest();
      return;
    }
    int length = in.getUnsignedMedium(start);
    byte type = in.getByte(start + 3);
    int flags = in.getUnsignedByte(start + 4);
    if (length > FrameWriter.MAX_PAYLOAD) {
      throw Http2Exception.connectionError(
          Http2Error.FRAME_SIZE_ERROR, "a frame of %d bytes", length);
    }
    if (in.readableBytes() < FrameWriter.HEADER + length) {
      if (type == Http2FrameTypes.DATA && begun && !inHead) {
        punctuality.whole(); // Its rest is waited for by who reads the body.
      } else {
        punctuality.expectRest();
      }
      return;
    }
    look(type, flags, length);
    read(context, in.readSlice(FrameWriter.HEADER + length), in.getInt(start + 5));
  }

  private void look(byte type, int flags, int length) throws Http2Exception {
    if (!begun && (type != Http2FrameTypes.SETTINGS || (flags & ACK) != 0)) {
      throw Http2Exception.connectionError(
          Http2Error.PROTOCOL_ERROR, "the first frame is not SETTINGS");
    }
    begun = true;
    if (type == Http2FrameTypes.HEADERS) {
      headEndsStream = (flags & END_STREAM) != 0;
    }
    inHead =
        (type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION)
            && (flags & END_HEADERS) == 0;
    if (inHead) {
      punctuality.expectRest();
    } else {
      punctuality.whole();
    }
    if (!allowance.charge(cost(type, flags, length))) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "too many frames that are no part of a request");
    }
  }

  private static int cost(byte type, int flags, int length) {
    return switch (type) {
      case Http2FrameTypes.DATA -> length == 0 && (flags & END_STREAM) == 0 ? Allowance.EMPTY : 0;
      case Http2FrameTypes.HEADERS -> 0;
      case Http2FrameTypes.SETTINGS -> (flags & ACK) == 0 ? Allowance.SETTINGS : Allowance.FRAME;
      case Http2FrameTypes.CONTINUATION -> length == 0 ? Allowance.EMPTY : Allowance.FRAME;
      default -> Allowance.FRAME;
    };
  }

  private void read(ChannelHandlerContext context, ByteBuf frame, int stream)
      throws Http2Exception {
    try {
      reader.readFrame(context, frame, frames);
    } catch (Http2Exception.HeaderListSizeException e) {
      listener.tooLarge(e.streamId(), headEndsStream);
    } catch (Http2Exception.StreamException e) {
      listener.streamBroken(e.streamId(), e);
    } catch (IndexOutOfBoundsException e) {
      throw Http2Exception.connectionError(
          Http2Error.FRAME_SIZE_ERROR, e, "a frame of stream %d ends within itself", stream);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    listener.readComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    listener.writabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      listener.inputEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    over = true;
    reader.close();
    listener.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    listener.faulty(cause);
  }
}
