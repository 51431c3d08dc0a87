package net.brim.engine.tls;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import net.brim.api.Tls;
import org.jspecify.annotations.Nullable;

/** Reads what a handshake has agreed on. */
final class Handshake {

  private Handshake() {}

  static Tls of(SSLEngine engine) {
    SSLSession session = engine.getSession();
    boolean asked = engine.getNeedClientAuth() || engine.getWantClientAuth();
    return new Tls(
        session.getProtocol(),
        session.getCipherSuite(),
        serverName(session),
        asked ? clientCertificates(session) : List.of());
  }

  private static @Nullable String serverName(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return CertificateNames.lower(host.getAsciiName());
        }
      }
    }
    return null;
  }

  private static List<X509Certificate> clientCertificates(SSLSession session) {
    var certificates = new ArrayList<X509Certificate>();
    try {
      for (Certificate certificate : session.getPeerCertificates()) {
        certificates.add((X509Certificate) certificate);
      }
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // It showed none.
    }
    return certificates;
  }
}
