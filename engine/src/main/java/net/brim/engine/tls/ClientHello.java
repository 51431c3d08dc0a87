package net.brim.engine.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Chooses the certificate by the host that the client asks for (RFC 6066, section 3). */
final class ClientHello extends AbstractSniHandler<TlsContext> {

  private static final int LONGEST = 64 * 1024;

  private final TlsLayer layer;
  private final TlsEvents events;

  ClientHello(TlsLayer layer, TlsEvents events) {
    super(LONGEST, layer.handshakeMillis());
    this.layer = layer;
    this.events = events;
  }

  @Override
  protected Future<TlsContext> lookup(ChannelHandlerContext context, @Nullable String host) {
    return context.executor().newSucceededFuture(layer.contexts().find(host));
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext context, @Nullable String host, Future<TlsContext> found) {
    SslHandler handler = layer.handler(found.getNow(), context.alloc());
    events.handler(handler);
    context.pipeline().replace(this, null, handler);
  }
}
