package net.brim.engine.tls;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import net.brim.engine.hub.Connection;
import org.jspecify.annotations.Nullable;

/** Tells a connection of its handshake and of the end of its input; keeps failures from it. */
final class TlsEvents extends ChannelInboundHandlerAdapter {

  private final FailedHandshakes failed;
  private final Connection connection;
  private @Nullable SslHandler handler;
  private boolean secured;
  private boolean told;

  TlsEvents(FailedHandshakes failed, Connection connection) {
    this.failed = failed;
    this.connection = connection;
  }

  /** Loop: says what does the handshake. */
  void handler(SslHandler handler) {
    this.handler = handler;
  }

  /** Loop: tells the client that all was sent (RFC 8446, section 6.1). */
  ChannelFuture farewell(ChannelHandlerContext context) {
    return handler == null ? context.newSucceededFuture() : handler.closeOutbound();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof SslCompletionEvent completion)) {
      context.fireUserEventTriggered(event);
    } else if (completion instanceof SslCloseCompletionEvent) {
      // Whoever closes TLS gives up reading, too, as most of its implementations have it.
      context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    } else if (!completion.isSuccess()) {
      failed(completion.cause());
    } else if (completion instanceof SslHandshakeCompletionEvent && handler != null) {
      secured = true;
      connection
          .layersBelow()
          .secured(Handshake.of(handler.engine()), applicationProtocol(handler));
    }
  }

  /** What ALPN agreed on; Netty knows it of its own engines only, not of an adapter's. */
  private static @Nullable String applicationProtocol(SslHandler handler) {
    String known = handler.applicationProtocol();
    return known == null ? handler.engine().getApplicationProtocol() : known;
  }

  /** The handler below has sent its alert. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed(cause);
    connection.sever();
  }

  private void failed(Throwable cause) {
    if (told) {
      return; // It comes as an event and as an exception.
    }
    told = true;
    if (secured) {
      failed.broke(connection.remoteAddress(), cause);
    } else {
      failed.add(connection.remoteAddress(), cause, System.nanoTime());
    }
  }
}
