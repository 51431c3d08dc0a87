package net.brim.api;

import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * Another implementation of TLS than Brim's own two, such as one whose keys never leave a hardware
 * module; the option {@code tls_adapter} names the class, which has a public no-argument
 * constructor.
 */
@FunctionalInterface
public interface TlsAdapter {

  /**
   * Prepares for the connections with one certificate. Called at the start for each, by any thread,
   * and again when its files have changed.
   *
   * @return makes one engine for each connection, on the thread of an event loop, so that it must
   *     not wait. Brim then sets the server's side, the versions of TLS, what is asked of clients
   *     and the protocols to choose from, by {@link javax.net.ssl.SSLParameters}
   * @throws GeneralSecurityException where the identity cannot be used, which ends the start;
   *     later, what was prepared before stays
   */
  Supplier<SSLEngine> engines(TlsIdentity identity) throws GeneralSecurityException;
}
