package net.brim.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks each server once in each scenario, so that nothing is measured but right answers. */
final class Probe implements AutoCloseable {

  private static final List<String> FIELDS = List.of("content-type", "content-length", "date");

  private final HttpClient client;

  Probe(Workplace work) throws IOException, GeneralSecurityException {
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(work))
            .build();
  }

  private static SSLContext trusting(Workplace work) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(work.certificate())) {
      store.setCertificateEntry(
          "all", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Throws where the answer is not what the scenario is about. */
  void check(String origin, Scenario scenario) throws UnavailableException, InterruptedException {
    byte[] sent = new byte[scenario == Scenario.ECHO ? Scenario.ECHO_BYTES : 0];
    Arrays.fill(sent, (byte) 'e');
    HttpResponse<byte[]> response;
    try {
      response =
          client.send(request(origin, scenario, sent), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UnavailableException("does not answer: " + e);
    }
    if (response.statusCode() != 200) {
      throw new UnavailableException("answers " + response.statusCode());
    }
    for (String field : FIELDS) {
      if (response.headers().firstValue(field).isEmpty()) {
        throw new UnavailableException("sends no " + field);
      }
    }
    if (!isRight(scenario, response.body(), sent)) {
      throw new UnavailableException(
          "sends another body than asked for, of " + response.body().length + " bytes");
    }
  }

  private static HttpRequest request(String origin, Scenario scenario, byte[] sent) {
    var request =
        HttpRequest.newBuilder(URI.create(origin + scenario.path()))
            .timeout(Duration.ofSeconds(20));
    return scenario == Scenario.ECHO
        ? request.POST(HttpRequest.BodyPublishers.ofByteArray(sent)).build()
        : request.build();
  }

  private static boolean isRight(Scenario scenario, byte[] body, byte[] sent) {
    return switch (scenario) {
      case HELLO, PIPELINE, TLS -> body.length == 13;
      case JSON -> body.length > 900 && body.length < 1150 && body[0] == '{';
      case LARGE -> body.length == 100 * 1024;
      case ECHO -> Arrays.equals(body, sent);
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
