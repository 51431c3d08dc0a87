package net.brim.engine.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import net.brim.api.TlsAdapter;
import net.brim.api.TlsIdentity;

/** TLS by the engines of an adapter, of which we set what is the server's to say. */
final class EngineContext implements TlsContext {

  private final Supplier<SSLEngine> engines;
  private final TlsSettings settings;

  EngineContext(TlsAdapter adapter, TlsIdentity identity, TlsSettings settings)
      throws GeneralSecurityException {
    this.settings = settings;
    this.engines = adapter.engines(identity);
    var _ = engine(); // What it does not know shall be found at the start.
  }

  @Override
  public SslHandler handler(ByteBufAllocator allocator) {
    return new SslHandler(engine());
  }

  private SSLEngine engine() {
    SSLEngine engine = engines.get();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    List<String> known = Arrays.asList(engine.getSupportedCipherSuites());
    parameters.setProtocols(VERSIONS.toArray(String[]::new));
    parameters.setCipherSuites(CIPHERS.stream().filter(known::contains).toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    parameters.setApplicationProtocols(settings.protocols().toArray(String[]::new));
    if (settings.clientCertificates() == ClientCertificates.REQUIRED) {
      parameters.setNeedClientAuth(true);
    } else if (settings.clientCertificates() == ClientCertificates.OPTIONAL) {
      parameters.setWantClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The engines have tickets of their own. */
  @Override
  public void ticketKeys(List<byte[]> keys) {}

  @Override
  public void release() {}
}
