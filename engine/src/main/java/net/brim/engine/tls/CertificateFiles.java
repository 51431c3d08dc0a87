package net.brim.engine.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import net.brim.api.TlsIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its private key.
 *
 * @param certificate the server's own certificate, then those that lead to its authority
 * @param key may be the same file
 */
public record CertificateFiles(PemFile certificate, PemFile key) {

  /**
   * Reads both.
   *
   * @param key null where the first file holds the key too
   * @throws TlsFileException where one of them cannot be read
   */
  public static CertificateFiles read(Path certificate, @Nullable Path key) {
    PemFile first = PemFile.read(certificate);
    return new CertificateFiles(first, key == null ? first : PemFile.read(key));
  }

  /**
   * What they hold, checked: the key belongs to the certificate.
   *
   * @throws TlsFileException where it does not, or where a file holds something else
   */
  public TlsIdentity identity(List<X509Certificate> clientAuthorities) {
    List<X509Certificate> chain = certificates(certificate);
    return new TlsIdentity(
        chain, PrivateKeys.read(key, chain.getFirst().getPublicKey()), clientAuthorities);
  }

  String stamps() {
    return stamps(certificate.stamp(), key.stamp());
  }

  String stampsNow() {
    return stamps(PemFile.stamp(certificate.path()), PemFile.stamp(key.path()));
  }

  private static String stamps(String certificate, String key) {
    return certificate + ", " + key;
  }

  /**
   * All certificates of a file, in their order.
   *
   * @throws TlsFileException where there are none
   */
  public static List<X509Certificate> certificates(PemFile file) {
    var certificates = new ArrayList<X509Certificate>();
    for (PemBlock block : file.blocks()) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(file, block));
      }
    }
    if (certificates.isEmpty()) {
      throw new TlsFileException(file.path(), "holds no certificate");
    }
    return certificates;
  }

  private static X509Certificate certificate(PemFile file, PemBlock block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.content()));
    } catch (CertificateException e) {
      throw new TlsFileException(file.path(), "a certificate is damaged: " + e.getMessage(), e);
    }
  }
}
