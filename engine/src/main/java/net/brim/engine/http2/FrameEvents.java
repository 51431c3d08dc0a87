package net.brim.engine.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** What each frame of a client means for its streams (RFC 9113, sections 5 and 6). For the loop. */
final class FrameEvents extends Http2FrameAdapter {

  private final Streams streams;
  private final Sender sender;
  private final FrameWriter writer;
  private final Departure departure;

  FrameEvents(Streams streams, Sender sender, FrameWriter writer, Departure departure) {
    this.streams = streams;
    this.sender = sender;
    this.writer = writer;
    this.departure = departure;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int id,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endStream)
      throws Http2Exception {
    onHeadersRead(context, id, headers, padding, endStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean endStream)
      throws Http2Exception {
    Http2Stream open = streams.get(id);
    if (open == null) {
      streams.open(id, (FieldSection) headers, endStream);
    } else if (!open.isRemoteOpen()) {
      streams.broken(id, Http2Error.STREAM_CLOSED, "a head behind the end of the stream");
    } else if (!endStream) {
      streams.broken(id, Http2Error.PROTOCOL_ERROR, "trailers that do not end the stream");
    } else {
      streams.end(open, (FieldSection) headers);
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean endStream)
      throws Http2Exception {
    int count = data.readableBytes() + padding;
    streams.arrived(count);
    Http2Stream stream = streams.get(id);
    if (stream == null) {
      streams.returned(count);
      streams.dataOnClosed(id);
    } else if (!stream.window().receive(count)) {
      streams.broken(id, Http2Error.FLOW_CONTROL_ERROR, "more content than its window allows");
    } else if (!stream.isRemoteOpen()) {
      streams.broken(id, Http2Error.STREAM_CLOSED, "content behind the end of the stream");
    } else {
      streams.receive(stream, data, padding, endStream);
    }
    return 0;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int id, long code)
      throws Http2Exception {
    streams.reset(id);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext context, int id, int increment)
      throws Http2Exception {
    if (id == 0) {
      if (!sender.widen(increment)) {
        throw tooWide();
      }
      return;
    }
    Http2Stream stream = streams.get(id);
    if (stream == null) {
      streams.requireOpened(id, "a window");
    } else if (stream.changeSendWindow(increment)) {
      sender.offer(stream);
    } else {
      streams.broken(id, Http2Error.FLOW_CONTROL_ERROR, "a window beyond 2^31-1");
    }
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings theirs)
      throws Http2Exception {
    Long tableSize = theirs.headerTableSize();
    if (tableSize != null) {
      writer.tableSize(tableSize);
    }
    Integer initialWindow = theirs.initialWindowSize();
    if (initialWindow != null && !sender.streamWindow(initialWindow, streams.all())) {
      throw tooWide();
    }
    writer.settingsAck();
  }

  @Override
  public void onPingRead(ChannelHandlerContext context, long data) {
    writer.ping(data, true);
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long data) {
    departure.answered(data, streams.last());
  }

  @Override
  public void onPushPromiseRead(
      ChannelHandlerContext context, int id, int promised, Http2Headers headers, int padding)
      throws Http2Exception {
    throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "a client cannot push");
  }

  @Override
  public void onGoAwayRead(
      ChannelHandlerContext context, int lastStream, long code, ByteBuf reason) {
    departure.follow(streams.last());
  }

  private static Http2Exception tooWide() {
    return Http2Exception.connectionError(Http2Error.FLOW_CONTROL_ERROR, "a window beyond 2^31-1");
  }
}
