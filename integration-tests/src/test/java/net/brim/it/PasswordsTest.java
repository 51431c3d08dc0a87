package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The basic auth app before others. */
class PasswordsTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  /** Of the password "secret": by htpasswd -nbBC 4, and with a cost of 13, which takes a while. */
  private static final String SECRET =
      "$2y$04$YWDYKdlwX1X2bfspby5diu.HXV6CVpViCEGRjZupvA21D.ePubOW6";

  private static final String COSTLY =
      "$2y$13$mKxLD0nUdjewquQhH8prTuHWhtONsErrjQ6yM6Ex0oHmxjC0KpBZW";

  @BeforeEach
  void start() {
    brimd.write("users", "# staff\nalice:" + SECRET + "\nbroken line\n");
    brimd.conf(
        """
        [brim]
        log_to = file:brim.log
        [http]
        port = 8901
        apps = stats auth echo
        hubs = 1
        [stats]
        call = brim.wsgi_stats.WSGIStats
        [auth]
        call = brim.wsgi_basic_auth.WSGIBasicAuth
        auth_path = users
        realm = the staff
        [echo]
        call = brim.wsgi_echo.WSGIEcho
        """);
    brimd.started();
  }

  @AfterEach
  void stop() {
    brimd.stopped();
  }

  private int status(String credentials) {
    try (RawClient client = RawClient.connect(brimd.port())) {
      return ask(client, credentials).read().status();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static RawClient ask(RawClient client, String credentials) throws IOException {
    String encoded =
        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return client.send(
        "GET /echo HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + encoded + "\r\n\r\n");
  }

  private void replaceUsers(String text) throws IOException {
    Files.move(
        brimd.write("users.new", text), brimd.file("users"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void onlyUsersPass() throws IOException {
    Clients.need("curl");
    String url = " http://127.0.0.1:8901/echo";
    assertEquals("hello", brimd.shell("curl -sS -u alice:secret -d hello" + url).exits(0).out());
    String refused = brimd.shell("curl -sSi -u alice:wrong" + url).exits(0).out();
    assertTrue(refused.startsWith("HTTP/1.1 401 Unauthorized\r\n"), refused);
    assertTrue(
        refused.contains("WWW-Authenticate: Basic realm=\"the staff\", charset=\"UTF-8\"\r\n"),
        refused);
    assertEquals(401, RawClient.get(brimd.port(), "/echo").status());
    assertEquals(200, RawClient.get(brimd.port(), "/stats").status());
    assertEquals(401, status("broken:line"));
    String line = brimd.awaitLine("brim.log", "curl");
    assertTrue(line.contains(" alice"), line);
    assertEquals(1, brimd.lines("brim.log", "over plain HTTP").size());
    String problem = brimd.awaitLine("brim.log", "lets nobody in");
    assertTrue(problem.contains("line 3"), problem);
    assertFalse(brimd.read("brim.log").contains(SECRET.substring(7)));
    assertFalse(problem.contains("broken"), problem);
  }

  @Test
  void theFileIsReadAnewWhenItHasChanged() throws IOException {
    assertEquals(200, status("alice:secret"));
    replaceUsers("bob " + SECRET + "\n");
    Await.until("bob's turn", () -> status("bob:secret") == 200);
    assertEquals(401, status("alice:secret"));
    Files.delete(brimd.file("users"));
    Await.until("nobody's turn", () -> status("bob:secret") == 503);
    replaceUsers("alice:" + SECRET + "\n");
    Await.until("alice's turn", () -> status("alice:secret") == 200);
  }

  /** While a password is being checked, the only hub of the worker serves others. */
  @Test
  void guessesKeepNobodyWaiting() throws IOException {
    replaceUsers("alice:" + SECRET + "\ncarol:" + SECRET + "\ndear:" + COSTLY + "\n");
    Await.until("the new file", () -> status("carol:secret") == 200);
    assertEquals(200, status("alice:secret"));
    var guesses = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 20; i++) {
        guesses.add(ask(RawClient.connect(brimd.port()), "dear:guess " + i));
      }
      for (int i = 0; i < 50; i++) {
        assertEquals(200, RawClient.get(brimd.port(), "/stats").status());
        assertEquals(200, status("alice:secret"));
      }
      List<Boolean> answered = new ArrayList<>();
      for (RawClient guess : guesses) {
        answered.add(guess.hasArrived());
      }
      // Twenty guesses take many seconds, unless the requests above had to wait for them.
      assertTrue(answered.contains(false), answered::toString);
      var statuses = new ArrayList<Integer>();
      for (RawClient guess : guesses) {
        statuses.add(guess.read().status());
      }
      assertTrue(statuses.stream().allMatch(status -> status == 401 || status == 503));
      assertTrue(statuses.contains(401), statuses::toString);
    } finally {
      for (RawClient guess : guesses) {
        guess.close();
      }
    }
  }
}
