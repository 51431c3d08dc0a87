package net.brim.engine.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import net.brim.api.TlsIdentity;
import org.jspecify.annotations.Nullable;

/** TLS by BoringSSL, as Netty wraps it. */
final class BoringSslContext implements TlsContext {

  private static final Set<String> ALGORITHMS = Set.of("RSA", "EC");

  private final SslContext context;

  BoringSslContext(TlsIdentity identity, TlsSettings settings) throws GeneralSecurityException {
    String algorithm = identity.key().getAlgorithm();
    if (!ALGORITHMS.contains(algorithm)) {
      throw new GeneralSecurityException(
          "BoringSSL takes RSA and EC keys, and this one is %s: `tls_adapter = jdk` takes it"
              .formatted(algorithm));
    }
    SslContextBuilder builder =
        SslContextBuilder.forServer(
                new OpenSslCachingX509KeyManagerFactory(
                    new ServerKeyFactory(new ServerKey(identity))))
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .protocols(VERSIONS)
            .ciphers(CIPHERS)
            .clientAuth(clientAuth(settings.clientCertificates()))
            .applicationProtocolConfig(applicationProtocols(settings.protocols()));
    if (identity.clientAuthorities().isEmpty()) {
      builder.trustManager(List.of()); // without a call, the JDK's own authorities are read
    } else {
      builder.trustManager(new ClientTrust(JdkTls.trust(identity.clientAuthorities())));
    }
    try {
      context = builder.build();
    } catch (SSLException e) {
      throw new GeneralSecurityException(e.getMessage(), e);
    }
    // Tickets do better, as they are good for every worker.
    ((OpenSslServerSessionContext) context.sessionContext()).setSessionCacheEnabled(false);
  }

  private static ApplicationProtocolConfig applicationProtocols(List<String> protocols) {
    return protocols.isEmpty()
        ? ApplicationProtocolConfig.DISABLED
        : new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            protocols);
  }

  /** Why it cannot be used on this machine; null where it can. */
  static @Nullable Throwable missing() {
    return OpenSsl.isAvailable() ? null : OpenSsl.unavailabilityCause();
  }

  private static ClientAuth clientAuth(ClientCertificates wanted) {
    return wanted == ClientCertificates.REQUIRED
        ? ClientAuth.REQUIRE
        : wanted == ClientCertificates.OPTIONAL ? ClientAuth.OPTIONAL : ClientAuth.NONE;
  }

  @Override
  public SslHandler handler(ByteBufAllocator allocator) {
    return context.newHandler(allocator);
  }

  @Override
  public void ticketKeys(List<byte[]> keys) {
    ((OpenSslServerSessionContext) context.sessionContext())
        .setTicketKeys(
            keys.stream().map(BoringSslContext::key).toArray(OpenSslSessionTicketKey[]::new));
  }

  private static OpenSslSessionTicketKey key(byte[] bytes) {
    int name = OpenSslSessionTicketKey.NAME_SIZE;
    int mac = name + OpenSslSessionTicketKey.HMAC_KEY_SIZE;
    return new OpenSslSessionTicketKey(
        Arrays.copyOf(bytes, name),
        Arrays.copyOfRange(bytes, name, mac),
        Arrays.copyOfRange(bytes, mac, mac + OpenSslSessionTicketKey.AES_KEY_SIZE));
  }

  @Override
  public void release() {
    ReferenceCountUtil.release(context);
  }
}
