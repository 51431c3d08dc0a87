package net.brim.engine.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks certificates of clients as the JDK does, and says by the right alert where their authority
 * is unknown: Netty knows no better for that than that something went wrong inside.
 */
final class ClientTrust extends X509ExtendedTrustManager {

  /** {@code X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY}, which becomes the alert unknown_ca. */
  private static final int UNKNOWN_AUTHORITY = 20;

  private final X509ExtendedTrustManager jdk;

  ClientTrust(X509ExtendedTrustManager jdk) {
    this.jdk = jdk;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    try {
      jdk.checkClientTrusted(chain, type, engine);
    } catch (CertificateException e) {
      throw e.getCause() instanceof CertPathBuilderException
          ? new OpenSslCertificateException(e.getMessage(), e, UNKNOWN_AUTHORITY)
          : e;
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    jdk.checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    jdk.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this side is the server");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }
}
