package net.brim.engine.tls;

import java.security.GeneralSecurityException;
import net.brim.api.TlsIdentity;
import net.brim.engine.tls.TlsProvider.Adapted;
import net.brim.engine.tls.TlsProvider.BuiltIn;
import org.slf4j.Logger;

/** Makes contexts by the implementation of TLS that a server uses. */
@FunctionalInterface
interface ContextFactory {

  /**
   * The context for one certificate.
   *
   * @throws GeneralSecurityException where the implementation cannot use it
   */
  TlsContext context(TlsIdentity identity) throws GeneralSecurityException;

  /**
   * The factory that the settings ask for.
   *
   * @throws GeneralSecurityException where it cannot be had on this machine
   */
  static ContextFactory of(TlsSettings settings, Logger logger) throws GeneralSecurityException {
    if (settings.provider() instanceof Adapted adapted) {
      return identity -> new EngineContext(adapted.adapter(), identity, settings);
    }
    Throwable missing =
        settings.provider() == BuiltIn.JDK
            ? new IllegalStateException("not asked for")
            : BoringSslContext.missing();
    if (missing == null) {
      return identity -> new BoringSslContext(identity, settings);
    }
    if (settings.provider() == BuiltIn.BORINGSSL) {
      throw new GeneralSecurityException("BoringSSL does not load here: " + missing, missing);
    }
    if (settings.provider() == BuiltIn.AUTO) {
      logger.warn(
          "BoringSSL does not load here, the slower TLS of the JDK is used: {}", "" + missing);
    }
    var jdk = new JdkTls();
    return identity -> new EngineContext(jdk, identity, settings);
  }
}
