package net.brim.api;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server shows its TLS clients, and whom of them it trusts.
 *
 * @param chain the server's own certificate, then those that lead to its authority
 * @param key the private key of the first certificate
 * @param clientAuthorities whose certificates of clients are trusted; empty where clients are asked
 *     for none
 */
public record TlsIdentity(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientAuthorities) {

  public TlsIdentity {
    chain = List.copyOf(chain);
    clientAuthorities = List.copyOf(clientAuthorities);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("an identity needs a certificate");
    }
  }
}
