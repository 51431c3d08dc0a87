package net.brim.server.plan;

import java.nio.file.Path;
import java.util.List;
import net.brim.engine.tls.CertificateFiles;
import net.brim.engine.tls.PemFile;
import net.brim.engine.tls.TicketSecret;
import net.brim.engine.tls.TlsProvider;
import net.brim.engine.tls.TlsSettings;
import net.brim.server.config.StreamSubserver;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and keys of a configuration as the launcher read them, with its rights: the
 * workers may not have these.
 *
 * @param secret what all workers make the keys of their session tickets from
 */
public record TlsFiles(List<OfSubserver> subservers, TicketSecret secret) {

  /** Those of one subserver; {@code clientAuthorities} is null where there is no client_ca. */
  public record OfSubserver(
      String section, List<CertificateFiles> certificates, @Nullable PemFile clientAuthorities) {

    public OfSubserver {
      certificates = List.copyOf(certificates);
    }
  }

  public TlsFiles {
    subservers = List.copyOf(subservers);
  }

  /** What was read from those files; null where they are not among these. */
  public @Nullable CertificateFiles pair(Path certificate, Path key) {
    for (OfSubserver subserver : subservers) {
      for (CertificateFiles pair : subserver.certificates()) {
        if (pair.certificate().path().equals(certificate) && pair.key().path().equals(key)) {
          return pair;
        }
      }
    }
    return null;
  }

  /** How a subserver that has TLS speaks it. */
  public TlsSettings settings(StreamSubserver subserver, TlsProvider provider) {
    OfSubserver files =
        subservers.stream()
            .filter(candidate -> candidate.section().equals(subserver.section()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no files of " + subserver.section()));
    return new TlsSettings(
        files.certificates(),
        files.clientAuthorities(),
        subserver.tls().clientCertificates(),
        TlsSettings.PROTOCOLS,
        provider,
        secret.of(subserver.section()));
  }
}
