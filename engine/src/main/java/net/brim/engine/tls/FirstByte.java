package net.brim.engine.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import net.brim.engine.hub.Connection;

/**
 * Tells TLS from plain HTTP by the first byte of a connection, then makes way.
 *
 * <p>A TLS connection begins with a handshake record (RFC 8446, section 5.1), whose type no HTTP
 * method can begin with.
 */
final class FirstByte extends ChannelInboundHandlerAdapter {

  private static final int HANDSHAKE = 22;

  private static final String REFUSAL = "This port speaks HTTPS: use https:// in the address.";

  /** A record of TLS 1.0, as all understand it: alert, fatal, unexpected_message. */
  private static final byte[] UNEXPECTED_MESSAGE = {21, 3, 1, 0, 2, 2, 10};

  private final TlsLayer layer;
  private final Connection connection;

  FirstByte(TlsLayer layer, Connection connection) {
    this.layer = layer;
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (!bytes.isReadable()) {
      bytes.release();
      return;
    }
    byte first = bytes.getByte(bytes.readerIndex());
    if (first == HANDSHAKE) {
      begin(context);
      context.fireChannelRead(bytes);
    } else if (Character.isLetter(first)) {
      refuse(context, bytes);
    } else {
      bytes.release();
      context
          .writeAndFlush(Unpooled.wrappedBuffer(UNEXPECTED_MESSAGE))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void refuse(ChannelHandlerContext context, ByteBuf bytes) {
    if (connection.layersBelow().refuse(REFUSAL)) {
      context.pipeline().remove(this);
      context.fireChannelRead(bytes);
    } else {
      bytes.release();
    }
  }

  private void begin(ChannelHandlerContext context) {
    ChannelPipeline pipeline = context.pipeline();
    var events = new TlsEvents(layer.failed(), connection);
    pipeline.addAfter(context.name(), null, events);
    ChannelHandlerContext above = pipeline.context(events);
    connection.layersBelow().encoded(() -> events.farewell(above));
    pipeline.replace(this, null, next(context, events));
  }

  private ChannelHandler next(ChannelHandlerContext context, TlsEvents events) {
    if (!layer.contexts().single()) {
      return new ClientHello(layer, events);
    }
    SslHandler handler = layer.handler(layer.contexts().first(), context.alloc());
    events.handler(handler);
    return handler;
  }
}
