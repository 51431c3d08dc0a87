package net.brim.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.engine.tls.CertificateFiles;
import net.brim.engine.tls.ClientCertificates;
import net.brim.engine.tls.PemFile;
import net.brim.engine.tls.TicketSecret;
import net.brim.engine.tls.TlsFileException;
import net.brim.server.config.StreamSubserver;
import net.brim.server.config.Subserver;
import net.brim.server.config.TlsOptions;
import net.brim.server.plan.TlsFiles;
import org.jspecify.annotations.Nullable;

/**
 * Reads the certificates and keys that a configuration names, and checks that they are whole and
 * belong together. {@link AppsCheck} tries them out.
 */
final class CertificateCheck {

  private static final String BRIM = "brim";

  private final Configuration configuration;
  private final Instant now;
  private final @Nullable TlsFiles before;
  private final Map<Path, PemFile> files = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private boolean right;

  /**
   * Checks nothing yet.
   *
   * @param before what is in force; null where nothing is
   */
  CertificateCheck(Configuration configuration, Instant now, @Nullable TlsFiles before) {
    this.configuration = configuration;
    this.before = before;
    this.now = now;
  }

  /**
   * Adds what is wrong to the problems of the configuration.
   *
   * @return what was read and is right; null where no subserver has TLS
   */
  @Nullable TlsFiles run() {
    if (isSet(BRIM, "keyfile") && !isSet(BRIM, "certfile")) {
      problem(BRIM, "keyfile", "there is no certfile in [brim] that it could belong to");
    }
    var secured = new ArrayList<StreamSubserver>();
    for (Subserver subserver : configuration.settings().subservers()) {
      if (subserver instanceof StreamSubserver streams && streams.tls().enabled()) {
        secured.add(streams);
      } else {
        checkUnused(subserver.section());
      }
    }
    return secured.isEmpty() ? null : read(secured);
  }

  /** What is right, and yet to be told. */
  List<String> warnings() {
    return warnings;
  }

  private void checkUnused(String section) {
    for (String option : List.of("keyfile", "client_ca", "client_cert", "tls_adapter")) {
      if (isSet(section, option)) {
        problem(section, option, "it has no meaning without certfile");
      }
    }
  }

  private TlsFiles read(List<StreamSubserver> secured) {
    // The same as before, so that clients can resume their sessions with new workers.
    TicketSecret secret = before == null ? TicketSecret.random() : before.secret();
    var read = new ArrayList<TlsFiles.OfSubserver>();
    for (StreamSubserver subserver : secured) {
      right = true;
      var files = read(subserver.section(), subserver.tls());
      if (right) {
        read.add(files);
      }
    }
    return new TlsFiles(read, secret);
  }

  private TlsFiles.OfSubserver read(String section, TlsOptions tls) {
    var pairs = new ArrayList<CertificateFiles>();
    int certificates = tls.certificates().size();
    if (!tls.keys().isEmpty() && tls.keys().size() != certificates) {
      problem(
          section,
          "keyfile",
          "expected as many keys as certfile has certificates, %d, in the same order"
              .formatted(certificates));
      return new TlsFiles.OfSubserver(section, pairs, null);
    }
    if (tls.clientCertificates() != ClientCertificates.NONE && tls.clientCa() == null) {
      problem(section, "client_cert", "client_ca must say whose certificates are trusted");
    }
    for (int i = 0; i < certificates; i++) {
      Path certificate = tls.certificates().get(i);
      Path key = tls.keys().isEmpty() ? certificate : tls.keys().get(i);
      CertificateFiles pair = pair(section, certificate, key);
      if (pair != null) {
        pairs.add(pair);
      }
    }
    return new TlsFiles.OfSubserver(
        section, pairs, tls.clientCa() == null ? null : authorities(section, tls.clientCa()));
  }

  private @Nullable CertificateFiles pair(String section, Path certificatePath, Path keyPath) {
    CertificateFiles known = known(certificatePath, keyPath);
    if (known != null) {
      return known;
    }
    boolean single = keyPath.equals(certificatePath);
    PemFile certificate = file(section, "certfile", certificatePath);
    PemFile key = single ? certificate : file(section, "keyfile", keyPath);
    if (certificate == null || key == null || !hasCertificates(section, "certfile", certificate)) {
      return null;
    }
    var pair = new CertificateFiles(certificate, key);
    try {
      checkTime(certificatePath, pair.identity(List.of()).chain().getFirst());
      return pair;
    } catch (TlsFileException e) {
      problem(section, single ? "certfile" : "keyfile", e);
      return null;
    }
  }

  private @Nullable PemFile authorities(String section, Path path) {
    PemFile file = file(section, "client_ca", path);
    if (file == null || !hasCertificates(section, "client_ca", file)) {
      return null;
    }
    CertificateFiles.certificates(file).forEach(authority -> checkTime(path, authority));
    return file;
  }

  private boolean hasCertificates(String section, String option, PemFile file) {
    try {
      return !CertificateFiles.certificates(file).isEmpty();
    } catch (TlsFileException e) {
      problem(section, option, e);
      return false;
    }
  }

  /** An expired certificate serves those who do not look, and the server is up meanwhile. */
  private void checkTime(Path file, X509Certificate certificate) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    String whose = certificate.getSubjectX500Principal().getName();
    if (until.isBefore(now)) {
      warnings.add("%s: the certificate of %s has expired at %s".formatted(file, whose, until));
    } else if (from.isAfter(now)) {
      warnings.add("%s: the certificate of %s is not valid before %s".formatted(file, whose, from));
    }
  }

  private @Nullable PemFile file(String section, String option, Path path) {
    try {
      return files.computeIfAbsent(path.toAbsolutePath(), PemFile::read);
    } catch (TlsFileException e) {
      problem(section, option, e);
      return null;
    }
  }

  /**
   * What was read at the start, when Brim was root, of files that only root may read; null where
   * they can be read.
   */
  private @Nullable CertificateFiles known(Path certificate, Path key) {
    if (before == null || (Files.isReadable(certificate) && Files.isReadable(key))) {
      return null;
    }
    CertificateFiles known = before.pair(certificate.toAbsolutePath(), key.toAbsolutePath());
    if (known != null) {
      warnings.add(
          "%s and %s stay as they were read at the start: they cannot be read any more"
              .formatted(certificate, key));
    }
    return known;
  }

  private boolean isSet(String section, String option) {
    String value = configuration.conf().get(section, option, "");
    return !value.isEmpty();
  }

  private void problem(String section, String option, TlsFileException why) {
    problem(section, option, String.valueOf(why.getMessage()));
  }

  private void problem(String section, String option, String what) {
    right = false;
    configuration.problem(section, option, what);
  }
}
