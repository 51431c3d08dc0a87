package net.brim.engine.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Layer;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * TLS between the sockets of a server and its protocol.
 *
 * <pre>
 *   socket ─► FirstByte ─┬─► ClientHello, where names decide ─► SslHandler ─► TlsEvents ─► connection
 *                        ├─► plain HTTP: the connection is told to refuse it ────────────► connection
 *                        └─► anything else: an alert, and the end
 * </pre>
 */
public final class TlsLayer implements Layer {

  private static final long LOOK_SECONDS = 2;

  private final ServedCertificates certificates;
  private final FailedHandshakes failed;
  private final Logger logger;
  private final long handshakeMillis;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Ready for connections; follows changes of the files until it is closed.
   *
   * @param handshakeTimeout how long a handshake may take from its first byte
   * @throws TlsFileException where a file holds something else than it should
   * @throws TlsUnavailableException where the implementation of TLS cannot be had, or cannot use it
   */
  public TlsLayer(TlsSettings settings, Duration handshakeTimeout, Logger logger) {
    this.certificates = serve(settings, logger);
    this.failed = new FailedHandshakes(logger);
    this.logger = logger;
    this.handshakeMillis = handshakeTimeout.toMillis();
    certificates.look(true, System.currentTimeMillis());
    Thread.ofPlatform().daemon().name("certificates").start(this::watch);
  }

  /**
   * Tries whether settings can be used.
   *
   * @throws TlsFileException where a file holds something else than it should
   * @throws TlsUnavailableException where the implementation of TLS cannot be had, or cannot use it
   */
  public static void check(TlsSettings settings) {
    serve(settings, NOPLogger.NOP_LOGGER).release();
  }

  private static ServedCertificates serve(TlsSettings settings, Logger logger) {
    try {
      return new ServedCertificates(settings, logger, System.currentTimeMillis());
    } catch (GeneralSecurityException e) {
      throw new TlsUnavailableException(e);
    }
  }

  @Override
  public void add(ChannelPipeline pipeline, Connection connection) {
    connection.layersBelow().expectSecurity();
    pipeline.addLast(new FirstByte(this, connection));
  }

  /** Loop: the handler of a connection with the certificate of that context. */
  SslHandler handler(TlsContext context, ByteBufAllocator allocator) {
    SslHandler handler = context.handler(allocator);
    handler.setHandshakeTimeoutMillis(handshakeMillis);
    return handler;
  }

  TlsContexts contexts() {
    return certificates.current();
  }

  long handshakeMillis() {
    return handshakeMillis;
  }

  FailedHandshakes failed() {
    return failed;
  }

  /** Ceases to look at the files. */
  @Override
  public void close() {
    closed.countDown();
  }

  private void watch() {
    try {
      while (!closed.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      certificates.look(false, System.currentTimeMillis());
    } catch (RuntimeException e) {
      logger.error("looking for changes of certificates failed", e);
    }
  }
}
