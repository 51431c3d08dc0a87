package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificate a server shows, when it takes a new one, and whom it lets in. */
class CertificatesTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void openssl() {
    Clients.need("openssl", "curl");
  }

  private Certificates authority() {
    return new Certificates(brimd);
  }

  private void start(String options) {
    conf(options);
    brimd.started();
  }

  private void conf(String options) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/log
        [http]
        ip = 127.0.0.1
        port = 8901
        apps = workbench echo stats
        %s
        %s\
        """
            .formatted(Workbench.classpath(), options.strip(), Workbench.SECTION));
  }

  /** What openssl says of a handshake. */
  private Outcome handshake(String arguments) {
    return brimd.shell("openssl s_client -connect 127.0.0.1:8901 " + arguments + " </dev/null");
  }

  private String subject(String arguments) {
    return handshake(arguments)
        .out()
        .lines()
        .filter(line -> line.startsWith("subject="))
        .findFirst()
        .orElse("no certificate");
  }

  /** What a request for /tls says, with those options of curl. */
  private Outcome ask(String options) {
    return brimd.shell(
        "curl -sS --max-time 30 --cacert ca.pem " + options + " https://localhost:8901/tls");
  }

  // --- which certificate ---

  @Test
  void theHostThatIsAskedForDecides() {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.ec("two", "two.example", "*.two.example");
    authority.ec("cn.example");
    start("certfile = one.pem two.pem cn.example.pem\nkeyfile = one.key two.key cn.example.key");
    assertEquals("subject=CN = one", subject("-servername localhost"));
    assertEquals("subject=CN = two", subject("-servername two.example"));
    assertEquals("subject=CN = two", subject("-servername WWW.Two.Example"));
    assertEquals("subject=CN = cn.example", subject("-servername cn.example"));
    assertEquals("subject=CN = one", subject("-servername a.b.two.example"));
    assertEquals("subject=CN = one", subject("-servername other.example"));
    assertEquals("subject=CN = one", subject("-noservername"));
    String seen = ask("--resolve www.two.example:8901:127.0.0.1 -k").out();
    assertTrue(seen.endsWith(" localhost []\n"), seen);
    Outcome two =
        brimd.shell(
            "curl -sS --cacert ca.pem --resolve www.two.example:8901:127.0.0.1"
                + " https://www.two.example:8901/tls");
    assertTrue(two.out().endsWith(" www.two.example []\n"), two::toString);
    brimd.stopped();
  }

  @Test
  void oneFileMayHoldChainAndKeyAndBrimMayHoldTheDefault() throws IOException {
    Certificates authority = authority();
    authority.ec("one", "localhost");
    authority.openssl("ec -in one.key -out one.sec1");
    brimd.write("all.pem", brimd.read("one.sec1") + brimd.read("one.pem") + brimd.read("ca.pem"));
    brimd.conf(
        """
        [brim]
        certfile = all.pem
        log_to = file:~/log
        [http]
        ip = 127.0.0.1
        port = 8901
        apps = echo
        [http#plain]
        ip = 127.0.0.1
        port = 8902
        certfile =
        apps = echo
        [echo]
        call = brim.wsgi_echo.WSGIEcho
        """);
    Outcome started = brimd.started();
    assertTrue(started.out().contains("https://127.0.0.1:" + brimd.port()), started::toString);
    assertTrue(started.out().contains("http://127.0.0.1:" + brimd.port(8902)), started::toString);
    assertTrue(handshake("-servername localhost -showcerts").out().contains(" 1 s:CN = ca"));
    assertEquals(
        "abc", brimd.shell("curl -sS --cacert ca.pem https://localhost:8901/echo -d abc").out());
    assertEquals("abc", brimd.shell("curl -sS http://localhost:8902/echo -d abc").out());
    brimd.stopped();
  }

  @Test
  void theForegroundServerSpeaksItToo() {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    conf("certfile = one.pem\nkeyfile = one.key");
    Program server = brimd.background("no-daemon");
    Await.until(server::terminal, () -> server.out().contains("https://127.0.0.1"));
    assertTrue(ask("").out().startsWith("https TLSv1.3"));
    brimd.signal(server.pid(), "TERM");
    assertEquals(0, server.outcome().status());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void boringSslIsUsedWhereItLoadsElseTheJdksTls(boolean loads) throws IOException {
    authority().rsa("one", "localhost");
    String without = loads ? "" : "java_options = -Dio.netty.handler.ssl.noOpenSsl=true\n";
    start("certfile = one.pem\nkeyfile = one.key\n" + without);
    assertTrue(ask("").out().startsWith("https TLSv1.3"), () -> ask("").toString());
    long worker = brimd.worker(0).get("pid").asLong();
    String maps = Files.readString(Path.of("/proc/" + worker + "/maps"));
    assertEquals(loads, maps.contains("tcnative"), maps);
    brimd.stopped();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "boringssl", "adapter.OwnTls"})
  void anyAdapterServes(String adapter) throws IOException {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.ec("client");
    Path classes = brimd.file("adapter");
    Apps.compile(classes, Apps.source("adapter/OwnTls.java"));
    conf("certfile = one.pem\nkeyfile = one.key\nclient_ca = ca.pem\nclient_cert = optional");
    brimd.write(
        ".brimd.conf",
        brimd
            .read(".brimd.conf")
            .replace("classpath = ", "classpath = adapter ")
            .replace("[http]\n", "[http]\ntls_adapter = " + adapter + "\n"));
    brimd.started();
    assertTrue(ask("").out().startsWith("https TLSv1.3"), () -> ask("").toString());
    Outcome known = ask("--tls-max 1.2 --cert client.pem --key client.key");
    assertTrue(
        known.out().matches("https TLSv1.2 .* localhost \\[CN=client(,.*)?]\n"), known::toString);
    assertTrue(handshake("-alpn http/1.1").out().contains("ALPN protocol: http/1.1\n"));
    try (RawClient plain = RawClient.connect(brimd.port())) {
      assertEquals(400, plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").read().status());
    }
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) 'x');
    Files.write(brimd.file("large"), large);
    try (RawClient client = authority.client("localhost")) {
      client.send("GET /file" + brimd.file("large") + " HTTP/1.0\r\n\r\n");
      assertEquals(large.length, client.read().body().length);
      client.assertEnd();
    }
    Outcome upload =
        brimd.shell("curl -sS --cacert ca.pem https://localhost:8901/length --data-binary @large");
    assertEquals(large.length + "\n", upload.out());
    assertEquals(List.of(), brimd.lines("log", "ERROR"));
    brimd.stopped();
  }

  // --- clients' certificates ---

  @Test
  void onlyKnownClientsGetInWhereACertificateIsRequired() {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.ec("client");
    new Certificates(brimd, "foreign").ec("stranger");
    start("certfile = one.pem\nkeyfile = one.key\nclient_ca = ca.pem");
    Outcome known = ask("--cert client.pem --key client.key");
    assertTrue(known.out().contains(" localhost [CN=client"), known::toString);
    awaitAlert("certificate required", "");
    awaitAlert("unknown ca", "--cert stranger.pem --key stranger.key");
    Outcome older = ask("--tls-max 1.2");
    assertNotEquals(0, older.status());
    assertEquals("", older.out());
    assertEquals(List.of(), brimd.lines("log", " 200 ").stream().skip(1).toList());
    brimd.stopped();
  }

  /** A client that still sends when the server has closed may not get to read why. */
  private void awaitAlert(String alert, String options) {
    Await.until(
        alert,
        () -> {
          Outcome outcome = ask(options);
          assertNotEquals(0, outcome.status());
          assertEquals("", outcome.out());
          return outcome.err().contains(alert);
        });
  }

  @Test
  void whoShowsABadCertificateIsKeptOutAlsoWhereNoneIsRequired() {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.ec("client");
    new Certificates(brimd, "foreign").ec("stranger");
    start("certfile = one.pem\nkeyfile = one.key\nclient_ca = ca.pem\nclient_cert = optional");
    assertTrue(ask("").out().endsWith(" localhost []\n"));
    assertTrue(ask("--cert client.pem --key client.key").out().contains(" [CN=client"));
    Outcome stranger = ask("--cert stranger.pem --key stranger.key");
    assertNotEquals(0, stranger.status());
    assertEquals("", stranger.out());
    brimd.stopped();
  }

  // --- sessions ---

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void everyWorkerResumesASessionAndNoOtherSubserverDoes(String version) {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.ec("client");
    new Certificates(brimd, "foreign");
    start(
        """
        certfile = one.pem
        keyfile = one.key
        workers = 3
        client_ca = ca.pem
        client_cert = optional
        [http#strict]
        ip = 127.0.0.1
        port = 8902
        apps = workbench
        certfile = one.pem
        keyfile = one.key
        client_ca = foreign.pem
        client_cert = required
        """);
    String request =
        "printf 'GET /tls HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n' | ";
    String client = "openssl s_client -ign_eof -servername localhost " + version + " -connect ";
    Outcome first =
        brimd.shell(
            request + client + "127.0.0.1:8901 -cert client.pem -key client.key -sess_out s");
    assertTrue(first.out().contains("localhost [CN=client"), first::toString);
    for (int i = 0; i < 8; i++) {
      Outcome again = brimd.shell(request + client + "127.0.0.1:8901 -sess_in s");
      assertTrue(again.out().contains("Reused, TLSv1"), again::toString);
      assertTrue(again.out().contains("localhost [CN=client"), again::toString);
    }
    Outcome elsewhere = brimd.shell(request + client + "127.0.0.1:8902 -sess_in s");
    assertFalse(elsewhere.out().contains("Reused"), elsewhere::toString);
    assertFalse(elsewhere.out().contains("HTTP/1.1 200"), elsewhere::toString);
    brimd.stopped();
  }

  // --- new certificates ---

  @Test
  void aNewPairIsShownToNewConnectionsAndOpenOnesGoOn() throws IOException {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.ec("new", "localhost");
    authority.rsa("last", "localhost");
    start("certfile = one.pem\nkeyfile = one.key");
    try (SSLSocket open = authority.connect("localhost")) {
      RawClient client = RawClient.over(open);
      assertEquals("subject=CN = one", subject(""));

      authority.move("new.pem", "one.pem");
      authority.move("new.key", "one.key");
      Await.until("the new certificate", () -> subject("").equals("subject=CN = new"));
      assertEquals(1, brimd.lines("log", "shown to new connections").size());

      // In place, the key much later than the certificate: the pair in between is no pair.
      brimd.write("one.pem", brimd.read("last.pem"));
      brimd.awaitLine("log", "what was read before stays");
      assertEquals("subject=CN = new", subject(""));
      brimd.write("one.key", "-----BEGIN PRIVATE KEY-----\nMII");
      Await.until(
          "two refusals", () -> brimd.lines("log", "what was read before stays").size() == 2);
      assertEquals("subject=CN = new", subject(""));
      brimd.write("one.key", brimd.read("last.key"));
      Await.until("the last certificate", () -> subject("").equals("subject=CN = last"));
      assertEquals(2, brimd.lines("log", "what was read before stays").size());

      String request = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
      assertEquals("hello\n", client.send(request).read().text());
    }
    brimd.stopped();
  }

  @Test
  void otherAuthoritiesOfClientsAreTakenAndOldTicketsAreNot() throws IOException {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.ec("client");
    new Certificates(brimd, "foreign").ec("stranger");
    brimd.write("trusted.pem", brimd.read("ca.pem"));
    start("certfile = one.pem\nkeyfile = one.key\nclient_ca = trusted.pem");
    String session = "-servername localhost -cert client.pem -key client.key ";
    brimd.shell(
        "printf 'GET /tls HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n' | openssl"
            + " s_client -ign_eof -connect 127.0.0.1:8901 -sess_out s "
            + session);
    assertTrue(handshake("-servername localhost -sess_in s").out().contains("Reused, TLSv1.3"));
    brimd.write("trusted.pem", brimd.read("foreign.pem"));
    Await.until(
        "the stranger to be let in",
        () -> ask("--cert stranger.pem --key stranger.key").status() == 0);
    assertNotEquals(0, ask("--cert client.pem --key client.key").status());
    assertFalse(handshake("-servername localhost -sess_in s").out().contains("Reused"));
    brimd.stopped();
  }

  @Test
  void aKeyOfRootsIsReadBeforeItsRightsAreGivenUp() throws IOException {
    Assumptions.assumeTrue(
        brimd.shell("id -u").out().equals("0\n"), "skipped: only root can become another user");
    Assumptions.assumeTrue(
        brimd.shell("su -s /bin/sh nobody -c 'test -r " + Distribution.apiJar() + "'").status()
            == 0,
        "skipped: the user nobody may not read the distribution");
    Files.setPosixFilePermissions(brimd.home(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.rsa("new", "localhost");
    brimd.shell("chmod 600 *.key && chmod 644 *.pem").exits(0);
    brimd.conf(
        """
        [brim]
        user = nobody
        log_to = file:%s
        [http]
        ip = 127.0.0.1
        port = 8901
        apps = echo stats
        certfile = %s
        keyfile = %s
        [echo]
        call = brim.wsgi_echo.WSGIEcho
        [stats]
        call = brim.wsgi_stats.WSGIStats
        """
            .formatted(brimd.file("log"), brimd.file("one.pem"), brimd.file("one.key")));
    brimd.started();
    assertEquals("subject=CN = one", subject(""));
    brimd.awaitLine("log", "one.key is not for nobody to read");

    // Renewed with the same key.
    String before = handshake("").out();
    authority.sign("one", 60);
    Await.until(
        "the renewed certificate",
        () -> brimd.lines("log", "shown to new connections").size() == 1);
    assertNotEquals(before, handshake("").out());

    // With another key, which cannot be read.
    authority.move("new.key", "one.key");
    authority.move("new.pem", "one.pem");
    String line = brimd.awaitLine("log", "what was read before stays");
    assertTrue(line.contains("one.pem: has changed, and its key "), line);
    assertTrue(line.endsWith("cannot be read: permission denied for nobody"), line);
    assertEquals("subject=CN = one", subject(""));

    // A worker that starts now has what the launcher read, too.
    long worker = brimd.worker(0).get("pid").asLong();
    brimd.signal(worker, "KILL");
    Await.until(
        "another worker",
        () ->
            brimd.worker(0).get("pid").asLong() != worker
                && brimd.worker(0).get("state").asString().equals("ready"));
    assertEquals("subject=CN = one", subject(""));
    // So has one of a reload: Brim is not root any more.
    Outcome reload = brimd.run("reload").exits(0);
    assertTrue(reload.err().contains("stay as they were read at the start"), reload.err());
    assertEquals("subject=CN = one", subject(""));
    brimd.stopped();
    brimd.started();
    Await.until("the new certificate", () -> subject("").equals("subject=CN = new"));
    brimd.stopped();
  }

  // --- what is wrong ---

  @Test
  void allThatIsWrongIsSaidAndNothingStarts() {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.rsa("other", "localhost");
    authority.ec("ec", "localhost");
    authority.openssl("pkey -in one.key -aes256 -passout pass:x -out locked.key");
    authority.openssl("genpkey -algorithm ed25519 -out ed.key");
    authority.openssl("req -x509 -key ed.key -subj /CN=ed -out ed.pem");
    brimd.write("empty.pem", "");
    assertProblem("certfile = none.pem", "certfile = none.pem: ~/none.pem: is missing");
    assertProblem(
        "certfile = empty.pem", "certfile = empty.pem: ~/empty.pem: holds no certificate");
    assertProblem("certfile = one.pem", "certfile = one.pem: ~/one.pem: holds no private key");
    assertProblem(
        "certfile = one.pem\nkeyfile = other.key",
        "keyfile = other.key: ~/other.key: the private key does not belong to the certificate, "
            + "whose file must have the server's own certificate first");
    assertProblem(
        "certfile = one.pem\nkeyfile = ec.key",
        "keyfile = ec.key: ~/ec.key: the private key is damaged, or it is not of the "
            + "certificate's kind, RSA");
    assertProblem(
        "certfile = one.pem\nkeyfile = locked.key",
        "keyfile = locked.key: ~/locked.key: the private key is encrypted, and nobody is there "
            + "to type its passphrase: `openssl pkey` can write it without");
    assertProblem(
        "certfile = one.pem ec.pem\nkeyfile = one.key",
        "keyfile = one.key: expected as many keys as certfile has certificates, 2, in the same"
            + " order");
    assertProblem(
        "certfile = ed.pem\nkeyfile = ed.key\ntls_adapter = boringssl",
        "tls_adapter = boringssl: BoringSSL takes RSA and EC keys, and this one is EdDSA:"
            + " `tls_adapter = jdk` takes it");
    assertProblem(
        "certfile = one.pem\nkeyfile = one.key\nclient_cert = optional",
        "client_cert = optional: client_ca must say whose certificates are trusted");
    assertProblem(
        "certfile = one.pem\nkeyfile = one.key\nclient_ca = one.key",
        "client_ca = one.key: ~/one.key: holds no certificate");
    assertProblem(
        "certfile = one.pem\nkeyfile = one.key\ntls_adapter = a.B",
        "tls_adapter = a.B: expected the name of a class");
    assertProblem(
        "certfile = one.pem\nkeyfile = one.key\ntls_adapter = workbench.Workbench",
        "tls_adapter = workbench.Workbench: expected a class that implements"
            + " net.brim.api.TlsAdapter");
    assertProblem("keyfile = one.key", "keyfile = one.key: it has no meaning without certfile");
  }

  private void assertProblem(String options, String expected) {
    conf(options);
    for (String command : List.of("check", "start")) {
      Outcome outcome = brimd.run(command).exits(1);
      String said = outcome.err().replace(brimd.home() + "/", "~/");
      assertTrue(said.contains("[http] " + expected), () -> expected + " is not in " + said);
      assertEquals(1, outcome.errLines().size(), outcome::toString);
    }
    assertFalse(Files.exists(brimd.file(".brimd.pid")));
  }

  @Test
  void anExpiredCertificateIsOnlyWarnedOf() {
    Certificates authority = authority();
    authority.rsa("one", "localhost");
    authority.openssl(
        "x509 -req -in one.csr -CA ca.pem -CAkey ca.key -days -1 -copy_extensions copy -out one.pem");
    conf("certfile = one.pem\nkeyfile = one.key");
    Outcome check = brimd.run("check").exits(0);
    assertEquals("OK\n", check.out());
    assertTrue(check.err().contains("one.pem: the certificate of CN=one has expired at "));
    Outcome started = brimd.started();
    assertTrue(started.err().contains("has expired at "), started::toString);
    assertTrue(brimd.shell("curl -sSk https://localhost:8901/tls").out().startsWith("https"));
    brimd.stopped();
  }

  @Test
  void theExampleServesBoth() throws IOException {
    String example = Distribution.read("examples/https/brimd.conf");
    brimd.conf(example);
    String command =
        example
            .lines()
            .map(line -> line.replaceFirst("^# *", ""))
            .dropWhile(line -> !line.startsWith("openssl"))
            .limit(2)
            .reduce("", (a, b) -> a + b.replace("\\", " "));
    assertEquals(0, brimd.shell(command).status());
    brimd.started();
    assertEquals(
        "Just a test.",
        brimd
            .shell("curl --cacert localhost.pem https://localhost:8901/echo -sSd 'Just a test.'")
            .out());
    assertEquals(
        "Just a test.", brimd.shell("curl http://localhost:8902/echo -sSd 'Just a test.'").out());
    brimd.stopped();
  }
}
