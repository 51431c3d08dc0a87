package net.brim.engine.tls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server speaks TLS.
 *
 * @param certificates at least one; the first is for clients that ask for no name or an unknown one
 * @param clientAuthorities whose certificates of clients are trusted; null for nobody's
 * @param clientCertificates needs {@code clientAuthorities} unless it is {@code NONE}
 * @param protocols for ALPN (RFC 7301), the best first, such as {@code http/1.1}
 * @param ticketSecret for the session tickets
 */
public record TlsSettings(
    List<CertificateFiles> certificates,
    @Nullable PemFile clientAuthorities,
    ClientCertificates clientCertificates,
    List<String> protocols,
    TlsProvider provider,
    TicketSecret ticketSecret) {

  /** What can be said by ALPN as long as nobody says otherwise. */
  public static final List<String> PROTOCOLS = List.of("h2", "http/1.1");

  public TlsSettings {
    certificates = List.copyOf(certificates);
    protocols = List.copyOf(protocols);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("TLS needs a certificate");
    }
    if (clientCertificates != ClientCertificates.NONE && clientAuthorities == null) {
      throw new IllegalArgumentException(
          "certificates of clients are asked for, and nobody is trusted to issue them");
    }
  }

  /** These, without one of the protocols. */
  public TlsSettings without(String protocol) {
    return new TlsSettings(
        certificates,
        clientAuthorities,
        clientCertificates,
        protocols.stream().filter(each -> !each.equals(protocol)).toList(),
        provider,
        ticketSecret);
  }

  /**
   * With one certificate, and clients that need none.
   *
   * @param key null where the first file holds the key too
   * @throws TlsFileException where a file cannot be read
   */
  public static TlsSettings of(Path certificate, @Nullable Path key) {
    return new TlsSettings(
        List.of(CertificateFiles.read(certificate, key)),
        null,
        ClientCertificates.NONE,
        PROTOCOLS,
        TlsProvider.BuiltIn.AUTO,
        TicketSecret.random());
  }
}
