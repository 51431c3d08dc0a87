package net.brim.engine.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import net.brim.api.TlsAdapter;
import net.brim.api.TlsIdentity;

/** TLS by the JDK. */
final class JdkTls implements TlsAdapter {

  private static final String RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";
  private static final char[] NO_PASSWORD = {};

  JdkTls() {
    if (System.getProperty(RENEGOTIATION) == null) {
      System.setProperty(RENEGOTIATION, "true"); // Else clients make us work without end.
    }
  }

  @Override
  public Supplier<SSLEngine> engines(TlsIdentity identity) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {new ServerKey(identity)},
        identity.clientAuthorities().isEmpty()
            ? new TrustManager[0] // null would be the JDK's own list of authorities
            : new TrustManager[] {trust(identity.clientAuthorities())},
        null);
    return context::createSSLEngine;
  }

  /** Checks whether certificates lead to one of those authorities. */
  static X509ExtendedTrustManager trust(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = emptyStore();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority" + i, authorities.get(i));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, NO_PASSWORD);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty key store", e);
    }
    return store;
  }
}
