package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Apps that interrupt themselves, spin, and write from threads of their own. */
class AppThreadsTest {

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  private static int port;

  @BeforeAll
  static void start() {
    Path classes = BRIMD.file("classes");
    Apps.compile(classes, Apps.source("unruly/Unruly.java"));
    BRIMD.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http]
        port = 8901
        apps = unruly

        [unruly]
        call = unruly.Unruly
        """
            .formatted(classes));
    BRIMD.started();
    port = BRIMD.port();
  }

  @AfterAll
  static void stop() {
    BRIMD.stopped();
  }

  private static String get(String path) {
    return HttpProtocolTest.get(path);
  }

  @Test
  void anAppThatInterruptsItselfStopsNothing() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      for (int length : new int[] {10, 10, 10, 1_000_000}) {
        RawClient.Response response = client.send(get("/interrupt/" + length)).read();
        assertEquals(200, response.status());
        assertEquals(length, response.body().length);
      }
    }
  }

  @Test
  void anInterruptWithinABodyIsKeptForTheApp() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      client.send("POST /interrupted-read HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
      LockSupport.parkNanos(200_000_000); // so that the app waits for it, as a rule
      assertEquals("kept", client.send("hello").read().text());
    }
  }

  @Test
  void aThreadThatYieldsLeavesOthersTheirTurn() throws IOException {
    Path directory = Files.createDirectory(BRIMD.file("spin"));
    try (RawClient spinning = RawClient.connect(port);
        RawClient other = RawClient.connect(port)) {
      spinning.send(get("/spin" + directory));
      Await.until("the request", () -> Files.exists(directory.resolve("entered")));
      assertEquals("released", other.send(get("/release")).read().text());
      assertEquals("spun", spinning.read().text());
    }
  }

  @Test
  void aDownloadWithoutEndLeavesOthersTheirTurn() throws IOException {
    try (var downloading = new Socket(InetAddress.getLoopbackAddress(), port);
        RawClient other = RawClient.connect(port)) {
      downloading.getOutputStream().write(get("/download").getBytes(StandardCharsets.US_ASCII));
      Thread.ofPlatform().daemon().start(() -> readOn(downloading));
      for (int i = 0; i < 20; i++) {
        assertEquals("hogged", other.send(get("/hog/0")).read().text());
      }
    }
  }

  private static void readOn(Socket socket) {
    byte[] bytes = new byte[1024 * 1024];
    try {
      while (socket.getInputStream().read(bytes) >= 0) {
        // Only how fast it comes matters.
      }
    } catch (IOException e) {
      // The test has closed it.
    }
  }

  @Test
  void otherThreadsMayWriteABody() throws IOException {
    String expected = ("own;" + "foreign;".repeat(50)).repeat(20);
    try (RawClient client = RawClient.connect(port)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(expected, client.send(get("/turns")).read().text());
      }
    }
  }

  @Test
  void aThreadThatWritesOnDoesNotGetIntoTheNextAnswer() throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      for (int i = 0; i < 100; i++) {
        client.send(get("/runaway") + get("/hog/0"));
        assertEquals("", client.read().text().replace("abcdefgh", ""));
        assertEquals("hogged", client.read().text());
      }
    }
  }

  @Test
  void oneThreadMayReadWhileAnotherWrites() throws IOException {
    byte[] body = new byte[3_000_000];
    try (RawClient client = RawClient.connect(port)) {
      client.send("POST /both HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n");
      var sent = CompletableFuture.supplyAsync(() -> client.trySend(body));
      assertTrue(client.read().text().endsWith("" + body.length));
      assertTrue(sent.join(), "the body");
    }
  }
}
