package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority of a test with the certificates that it issues, made by the openssl command. */
final class Certificates {

  private final Brimd brimd;
  private final String authority;

  /** The authority itself is in {@code ca.pem} and {@code ca.key} of the home directory. */
  Certificates(Brimd brimd) {
    this(brimd, "ca");
  }

  /** An authority in files of that name. */
  Certificates(Brimd brimd, String authority) {
    this.brimd = brimd;
    this.authority = authority;
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=%s"
                .formatted(authority)
            + " -keyout %s.key -out %s.pem".formatted(authority, authority));
  }

  /** Issues {@code name.pem} with {@code name.key}, RSA, for those hosts. */
  void rsa(String name, String... hosts) {
    issue(name, "rsa:2048", hosts);
  }

  /** Issues {@code name.pem} with {@code name.key}, EC, for those hosts. */
  void ec(String name, String... hosts) {
    issue(name, "ec -pkeyopt ec_paramgen_curve:P-256", hosts);
  }

  private void issue(String name, String key, String... hosts) {
    var names = new ArrayList<String>();
    for (String host : hosts) {
      names.add("DNS:" + host);
    }
    openssl(
        "req -newkey %s -nodes -subj /CN=%s -keyout %s.key -out %s.csr"
                .formatted(key, name, name, name)
            + (names.isEmpty() ? "" : " -addext subjectAltName=" + String.join(",", names)));
    sign(name, 30);
  }

  /** Signs the request of {@link #rsa} or {@link #ec} again, for so many days. */
  void sign(String name, int days) {
    openssl(
        "x509 -req -in %s.csr -CA %s.pem -CAkey %s.key -CAcreateserial -days %d"
                .formatted(name, authority, authority, days)
            + " -copy_extensions copy -out %s.pem".formatted(name));
  }

  /** Runs openssl in the home directory; returns what it prints. */
  String openssl(String arguments) {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Outcome outcome = brimd.start(command, brimd.home()).outcome();
    assertEquals(0, outcome.status(), outcome::toString);
    return outcome.out();
  }

  /** Renames a file of the home directory. */
  void move(String from, String to) throws IOException {
    Files.move(
        brimd.file(from),
        brimd.file(to),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /** A connection whose handshake, for that host, is done. */
  SSLSocket connect(String host) throws IOException {
    return connect(host, 0);
  }

  /** The same with a receive buffer of that size; 0 for the system's own. */
  SSLSocket connect(String host, int receiveBuffer) throws IOException {
    var plain = new Socket();
    if (receiveBuffer > 0) {
      plain.setReceiveBufferSize(receiveBuffer);
    }
    plain.setTcpNoDelay(true);
    plain.setSoTimeout(30_000);
    plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), brimd.port()));
    var socket =
        (SSLSocket)
            clientContext().getSocketFactory().createSocket(plain, host, brimd.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** A connection that responses are read from strictly. */
  RawClient client(String host) throws IOException {
    return RawClient.over(connect(host));
  }

  private SSLContext clientContext() {
    try (InputStream in = Files.newInputStream(path(authority + ".pem"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path path(String name) {
    return brimd.file(name);
  }
}
