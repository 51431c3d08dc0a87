package net.brim.engine.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import net.brim.api.TlsIdentity;
import org.slf4j.Logger;

/** One certificate with its key, as it is shown and as its files may have become. */
final class WatchedCertificate {

  private CertificateFiles shown;
  private TlsIdentity identity;
  private String seen;
  private String tried = "";

  WatchedCertificate(CertificateFiles files) {
    this.shown = files;
    this.identity = files.identity(List.of());
    this.seen = files.stamps();
  }

  TlsIdentity identity(List<X509Certificate> clientAuthorities) {
    return new TlsIdentity(identity.chain(), identity.key(), clientAuthorities);
  }

  /**
   * Takes what the files hold where that is new.
   *
   * @param atOnce not to wait until they are found twice in the same state: who replaces two files
   *     may have done half of it
   * @return whether it was new
   * @throws TlsFileException where it cannot be used; said once
   */
  boolean look(boolean atOnce) {
    String now = shown.stampsNow();
    if (now.equals(shown.stamps()) || now.equals(tried)) {
      seen = now;
      return false;
    }
    if (!now.equals(seen) && !atOnce) {
      seen = now;
      return false;
    }
    seen = now;
    tried = now;
    take(PemFile.read(shown.certificate().path()));
    return true;
  }

  private void take(PemFile certificate) {
    if (shown.key().path().equals(certificate.path())) {
      show(new CertificateFiles(certificate, certificate));
      return;
    }
    PemFile key;
    try {
      key = PemFile.read(shown.key().path());
    } catch (TlsFileException e) {
      takeWithOldKey(certificate, e);
      return;
    }
    show(new CertificateFiles(certificate, key));
  }

  /** A process that gave up root's rights may not read the key, and a renewal may have kept it. */
  private void takeWithOldKey(PemFile certificate, TlsFileException unreadable) {
    try {
      show(new CertificateFiles(certificate, shown.key()));
    } catch (TlsFileException e) {
      unreadable.addSuppressed(e);
      throw new TlsFileException(
          certificate.path(), "has changed, and its key " + unreadable.getMessage(), unreadable);
    }
  }

  private void show(CertificateFiles files) {
    identity = files.identity(List.of());
    shown = files;
  }

  /** Says where a new key will not be seen; the process that starts workers may have read it. */
  void warnOfSecret(Logger logger) {
    Path key = shown.key().path();
    if (!Files.isReadable(key)) {
      logger.info(
          "{} is not for {} to read: when it changes, only a restart takes it",
          key,
          System.getProperty("user.name"));
    }
  }

  /** Such as {@code a.pem (CN=a.example, until 2027-01-01T00:00:00Z)}. */
  String description() {
    X509Certificate certificate = identity.chain().getFirst();
    return "%s (%s, until %s)"
        .formatted(
            shown.certificate().path(),
            certificate.getSubjectX500Principal(),
            certificate.getNotAfter().toInstant());
  }
}
