package net.brim.engine.proxy;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import net.brim.engine.http.TrustedProxies;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Layer;
import org.slf4j.Logger;

/**
 * The PROXY protocol, versions 1 and 2: a proxy that passes bytes on says first whose bytes they
 * are.
 *
 * <p>Every connection of a trusted peer must begin with such a header; for any other peer it is a
 * malformed request, since the peer may claim what it likes.
 */
public final class ProxyProtocol implements Layer {

  private final TrustedProxies trusted;
  private final Logger logger;

  /** Expects the header from those peers. */
  public ProxyProtocol(TrustedProxies trusted, Logger logger) {
    this.trusted = trusted;
    this.logger = logger;
  }

  @Override
  public void add(ChannelPipeline pipeline, Connection connection) {
    if (trusted.contains(connection.remoteAddress())) {
      connection.layersBelow().stay(); // The header comes once.
      pipeline.addLast(new HAProxyMessageDecoder(), new HeaderReader(connection, logger));
    }
  }
}
