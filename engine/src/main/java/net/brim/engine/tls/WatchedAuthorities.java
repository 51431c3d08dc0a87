package net.brim.engine.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose certificates of clients are trusted, as their file says now. */
final class WatchedAuthorities {

  private @Nullable PemFile file;
  private List<X509Certificate> certificates;
  private String seen;
  private String tried = "";

  /** Null for nobody's. */
  WatchedAuthorities(@Nullable PemFile file) {
    this.file = file;
    this.certificates = file == null ? List.of() : CertificateFiles.certificates(file);
    this.seen = file == null ? "" : file.stamp();
  }

  List<X509Certificate> certificates() {
    return certificates;
  }

  /** The text of the file: who was trusted by another may not go on by a ticket. */
  String text() {
    return file == null ? "" : file.text();
  }

  /** As {@link WatchedCertificate#look}. */
  boolean look(boolean atOnce) {
    if (file == null) {
      return false;
    }
    String now = PemFile.stamp(file.path());
    boolean settled = now.equals(seen) || atOnce;
    seen = now;
    if (now.equals(file.stamp()) || now.equals(tried) || !settled) {
      return false;
    }
    tried = now;
    PemFile fresh = PemFile.read(file.path());
    certificates = CertificateFiles.certificates(fresh);
    file = fresh;
    return true;
  }
}
