package net.brim.api;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake agreed on (RFC 8446, RFC 5246).
 *
 * @param version {@code TLSv1.3} or {@code TLSv1.2}
 * @param cipher the cipher suite by its standard name, such as {@code TLS_AES_128_GCM_SHA256}
 * @param serverName the host that the client asked for (SNI), in lower case; null where it named
 *     none
 * @param clientCertificates the client's own certificate, then those that lead to its authority,
 *     all of them verified; empty where it showed none
 */
public record Tls(
    String version,
    String cipher,
    @Nullable String serverName,
    List<X509Certificate> clientCertificates) {

  public Tls {
    clientCertificates = List.copyOf(clientCertificates);
  }
}
