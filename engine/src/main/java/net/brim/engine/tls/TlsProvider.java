package net.brim.engine.tls;

import net.brim.api.TlsAdapter;

/** The implementation of TLS that a server uses. */
public sealed interface TlsProvider {

  /** Those that Brim brings along. */
  enum BuiltIn implements TlsProvider {
    /** BoringSSL where its library loads, else the JDK's. */
    AUTO,
    /** BoringSSL or nothing. */
    BORINGSSL,
    /** That of the JDK. */
    JDK
  }

  /** One of the user's own. */
  record Adapted(TlsAdapter adapter) implements TlsProvider {}
}
