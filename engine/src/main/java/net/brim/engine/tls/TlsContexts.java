package net.brim.engine.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.TlsIdentity;
import org.jspecify.annotations.Nullable;

/** The contexts of all certificates of a server, found by the host that a client asks for. */
final class TlsContexts {

  private final List<TlsContext> all;
  private final Map<String, TlsContext> byName = new HashMap<>();

  /** In the order of the certificates: of two for the same name, the first is used. */
  private TlsContexts(List<TlsContext> all, List<TlsIdentity> identities) {
    this.all = List.copyOf(all);
    for (int i = 0; i < all.size(); i++) {
      X509Certificate certificate = identities.get(i).chain().getFirst();
      for (String name : CertificateNames.of(certificate)) {
        byName.putIfAbsent(name, all.get(i));
      }
    }
  }

  /** Makes them, or none at all. */
  static TlsContexts of(List<TlsIdentity> identities, ContextFactory factory)
      throws GeneralSecurityException {
    var contexts = new ArrayList<TlsContext>();
    try {
      for (TlsIdentity identity : identities) {
        contexts.add(factory.context(identity));
      }
      return new TlsContexts(contexts, identities);
    } catch (GeneralSecurityException | RuntimeException e) {
      contexts.forEach(TlsContext::release);
      throw e;
    }
  }

  /** Whether it does not matter what a client asks for. */
  boolean single() {
    return all.size() == 1;
  }

  TlsContext first() {
    return all.getFirst();
  }

  /** Of the certificate for that host, else the first. */
  TlsContext find(@Nullable String host) {
    if (host == null) {
      return first();
    }
    String name = CertificateNames.lower(host);
    TlsContext exact = byName.get(name);
    return exact == null ? byName.getOrDefault(CertificateNames.wildcard(name), first()) : exact;
  }

  void ticketKeys(List<byte[]> keys) {
    all.forEach(context -> context.ticketKeys(keys));
  }

  void release() {
    all.forEach(TlsContext::release);
  }
}
