package adapter;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import net.brim.api.TlsAdapter;
import net.brim.api.TlsIdentity;

/** TLS as a user may do it. */
public final class OwnTls implements TlsAdapter {

  private static final char[] PASSWORD = "x".toCharArray();

  public OwnTls() {}

  @Override
  public Supplier<SSLEngine> engines(TlsIdentity identity) throws GeneralSecurityException {
    KeyStore keys = store();
    keys.setKeyEntry(
        "key", identity.key(), PASSWORD, identity.chain().toArray(Certificate[]::new));
    var keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, PASSWORD);
    KeyStore trusted = store();
    for (X509Certificate authority : identity.clientAuthorities()) {
      trusted.setCertificateEntry(authority.getSerialNumber().toString(), authority);
    }
    var trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context::createSSLEngine;
  }

  private static KeyStore store() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    return store;
  }
}
