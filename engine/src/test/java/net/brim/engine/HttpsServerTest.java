package net.brim.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import net.brim.api.Response;
import net.brim.engine.hub.Acceptor;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Protocol;
import net.brim.engine.hub.Transport;
import net.brim.engine.tls.TlsFileException;
import net.brim.engine.tls.TlsLayer;
import net.brim.engine.tls.TlsSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** HTTPS as a program that embeds the engine has it. */
class HttpsServerTest {

  @TempDir private Path dir;

  private Path file(String name) throws Exception {
    Path file = dir.resolve(name);
    try (InputStream in = getClass().getResourceAsStream("/tls/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private SSLSocket connect(InetSocketAddress address) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = getClass().getResourceAsStream("/tls/rsa.pem")) {
      store.setCertificateEntry(
          "rsa", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return (SSLSocket)
        context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
  }

  @Test
  void aProgramServesHttpsWithTwoFiles() throws Exception {
    TlsSettings tls = TlsSettings.of(file("rsa.pem"), file("rsa.pkcs1.key"));
    try (HttpServer server =
        HttpServer.builder(request -> Response.text(request.scheme() + " " + request.tls()))
            .tls(tls)
            .build()) {
      InetSocketAddress address =
          server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      try (SSLSocket socket = connect(address)) {
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        String response =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n"), response);
        assertTrue(response.contains("https Tls[version=TLSv1.3, cipher=TLS_AES_"), response);
        assertTrue(response.endsWith("serverName=null, clientCertificates=[]]"), response);
      }
    }
  }

  @Test
  void aProtocolThatCannotRefusePlainTextNeverSeesIt() throws Exception {
    var seen = new AtomicInteger();
    Protocol protocol =
        connection -> {
          while (connection.more()) {
            seen.addAndGet(connection.limit() - connection.position());
            connection.skip(connection.limit() - connection.position());
          }
        };
    var hub = new Hub(Transport.best(), time -> {});
    var logger = LoggerFactory.getLogger(HttpsServerTest.class);
    var layer =
        new TlsLayer(
            TlsSettings.of(file("rsa.pem"), file("rsa.pkcs1.key")), Duration.ofSeconds(30), logger);
    var acceptor =
        new Acceptor(
            List.of(hub),
            protocol,
            List.of(layer),
            new NoTraffic(),
            Duration.ofSeconds(30),
            true,
            10,
            logger);
    try {
      InetSocketAddress address =
          acceptor.bind(
              Transport.best(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      try (var plain = new Socket(address.getAddress(), address.getPort())) {
        plain.setSoTimeout(30_000);
        plain.getOutputStream().write("secrets for all\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(-1, endOf(plain));
      }
      assertTrue(acceptor.awaitNone(Duration.ofSeconds(30)));
      assertEquals(0, seen.get());
      try (SSLSocket tls = connect(address)) {
        tls.setSoTimeout(30_000);
        tls.getOutputStream().write("for one".getBytes(StandardCharsets.US_ASCII));
        tls.shutdownOutput();
        assertEquals(-1, tls.getInputStream().read());
      }
      assertTrue(acceptor.awaitNone(Duration.ofSeconds(30)));
      assertEquals(7, seen.get());
    } finally {
      acceptor.close();
      hub.close();
      layer.close();
    }
  }

  private static int endOf(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1; // A reset is an end, too.
    }
  }

  /** Tells nobody. */
  private static final class NoTraffic implements Acceptor.Traffic {
    @Override
    public void adopted() {}

    @Override
    public void connections(int change) {}

    @Override
    public void read(long bytes) {}

    @Override
    public void written(long bytes) {}
  }

  @Test
  void aKeyThatDoesNotFitEndsTheStart() throws Exception {
    TlsSettings tls = TlsSettings.of(file("rsa.pem"), file("twin.rsa.key"));
    HttpServerBuilder builder = HttpServer.builder(request -> Response.text("")).tls(tls);
    assertThrows(TlsFileException.class, builder::build);
    assertThrows(TlsFileException.class, () -> TlsSettings.of(dir.resolve("none"), null));
  }
}
