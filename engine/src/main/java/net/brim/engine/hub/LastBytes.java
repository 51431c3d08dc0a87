package net.brim.engine.hub;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Keeps what a peer sends after our last byte from the layers below a connection: TLS that has said
 * goodbye ends the connection at the next byte, and that may destroy an answer on its way.
 */
final class LastBytes extends ChannelInboundHandlerAdapter {

  private final ChannelInboundHandler connection;

  LastBytes(ChannelInboundHandler connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    connection.channelRead(context, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    // Nothing was read that concerns anyone.
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    connection.userEventTriggered(context, event);
  }
}
