package net.brim.engine.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import net.brim.engine.hub.Connection;
import org.slf4j.Logger;

/** Takes the addresses from the header of one connection, and then lets its bytes pass. */
final class HeaderReader extends ChannelInboundHandlerAdapter {

  private final Connection connection;
  private final Logger logger;

  HeaderReader(Connection connection, Logger logger) {
    this.connection = connection;
    this.logger = logger;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HAProxyMessage header) {
      try {
        take(header);
      } finally {
        header.release();
      }
      context.pipeline().remove(this);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** A proxy that checks our health speaks for itself, and one may not know its client. */
  private void take(HAProxyMessage header) {
    String client = header.sourceAddress();
    String server = header.destinationAddress();
    boolean known =
        switch (header.proxiedProtocol().addressFamily()) {
          case AF_IPv4, AF_IPv6 -> client != null && server != null;
          case AF_UNIX, AF_UNSPEC -> false;
        };
    if (known && header.command() == HAProxyCommand.PROXY) {
      connection.onBehalfOf(
          new InetSocketAddress(InetAddress.ofLiteral(client), header.sourcePort()),
          new InetSocketAddress(InetAddress.ofLiteral(server), header.destinationPort()));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException) {
      logger.info(
          "connection of {}: no valid PROXY header, closing it: {}",
          connection.remoteAddress(),
          cause.getMessage());
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }
}
