package net.brim.engine.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** The host names that a certificate is for (RFC 6125): its alternative names, else its CN. */
final class CertificateNames {

  private static final int DNS = 2;

  private CertificateNames() {}

  /** In lower case; a leading {@code *.} stands for exactly one label. */
  static Set<String> of(X509Certificate certificate) {
    var names = new LinkedHashSet<String>();
    for (List<?> name : alternatives(certificate)) {
      if (name.getFirst().equals(DNS)) {
        names.add(lower((String) name.get(1)));
      }
    }
    if (names.isEmpty()) {
      addCommonName(certificate.getSubjectX500Principal(), names);
    }
    return names;
  }

  /** What a wildcard has to be called to cover that host; empty where none can. */
  static String wildcard(String host) {
    int dot = host.indexOf('.');
    return dot <= 0 ? "" : "*" + host.substring(dot);
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of(); // Clients cannot read them either.
    }
  }

  private static void addCommonName(X500Principal subject, Set<String> names) {
    for (String part : subject.getName(X500Principal.RFC2253).split(",", -1)) {
      if (part.startsWith("CN=")) {
        names.add(lower(part.substring(3)));
        return;
      }
    }
  }
}
