package net.brim.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.admin.Client.State;
import net.brim.server.control.StatusReport;
import org.junit.jupiter.api.Test;

/** A connection whose client sends, takes and ends as a test says, at times that a test says. */
class ClientTest {

  private static final int DESCRIPTOR = 7;
  private static final String HEAD_END = " HTTP/1.1\r\nHost: a\r\n\r\n";

  private final Deque<String> arriving = new ArrayDeque<>();
  private final CompletableFuture<StatusReport> report = new CompletableFuture<>();
  private final StringBuilder received = new StringBuilder();
  private int takes = Integer.MAX_VALUE;
  private boolean ended;
  private boolean gone;
  private boolean closed;
  private final Client client = new Client(os(), DESCRIPTOR, () -> report, worker -> 0, 0);

  private Os os() {
    return (Os)
        Proxy.newProxyInstance(
            Os.class.getClassLoader(),
            new Class<?>[] {Os.class},
            (proxy, method, arguments) -> call(method.getName(), arguments));
  }

  private Object call(String name, Object[] arguments) {
    assertFalse(closed, "a call after the end: " + name);
    assertEquals(DESCRIPTOR, arguments[0]);
    if (gone && !name.equals("close")) {
      throw new OsException(name, 104, "Connection reset by peer");
    }
    switch (name) {
      case "tryRead" -> {
        if (arriving.isEmpty()) {
          return ended ? 0 : -1;
        }
        byte[] bytes = arriving.removeFirst().getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, arguments[1], (int) arguments[2], bytes.length);
        return bytes.length;
      }
      case "tryWrite" -> {
        int count = Math.min(takes, (int) arguments[3]);
        received.append(
            new String(
                (byte[]) arguments[1], (int) arguments[2], count, StandardCharsets.ISO_8859_1));
        return count == 0 ? -1 : count;
      }
      case "shutDownOutput" -> {}
      case "close" -> closed = true;
      default -> throw new UnsupportedOperationException(name);
    }
    return null;
  }

  private void sends(String text, long now) {
    arriving.add(text);
    client.advance(true, now);
  }

  private void assertAnswered(String status) {
    assertTrue(received.toString().startsWith("HTTP/1.1 " + status + "\r\n"), received::toString);
    assertEquals(State.LINGERING, client.state());
  }

  @Test
  void answersWhenTheSupervisorHasReported() {
    sends("GET /re", 1);
    assertEquals(State.READING, client.state());
    sends("ady" + HEAD_END, 2);
    assertEquals(State.ASKING, client.state());
    assertEquals(-1, client.polled(), "what a client sends meanwhile can wait");
    client.advance(false, 3);
    assertEquals("", received.toString());
    report.complete(Reports.of("running", "http/0 ready"));
    client.advance(false, 4);
    assertAnswered("200 OK");
    assertTrue(received.toString().endsWith("\r\nConnection: close\r\n\r\nready\n"));
    ended = true;
    client.advance(true, 5);
    assertTrue(closed);
  }

  @Test
  void aLoopThatDoesNotTurnIsNotAlive() {
    sends("GET /live" + HEAD_END, 10);
    client.advance(false, 9 + Client.REPORT_MILLIS);
    assertEquals(State.ASKING, client.state());
    assertEquals(10 + Client.REPORT_MILLIS, client.deadline());
    client.advance(false, client.deadline());
    assertAnswered("503 Service Unavailable");
    assertTrue(received.toString().endsWith("the supervisor's loop has not answered for 2 s\n"));
  }

  @Test
  void headHasNoContent() {
    report.complete(Reports.of("running", "http/0 ready"));
    sends("HEAD /ready" + HEAD_END, 1);
    assertAnswered("200 OK");
    assertTrue(received.toString().contains("\r\nContent-Length: 6\r\n"));
    assertTrue(received.toString().endsWith("\r\n\r\n"));
  }

  @Test
  void othersAreRefusedWithoutAsking() {
    sends("GET /none" + HEAD_END, 1);
    assertAnswered("404 Not Found");
  }

  @Test
  void nothingIsChangedHere() {
    sends("POST /status" + HEAD_END, 1);
    assertAnswered("405 Method Not Allowed");
    assertTrue(received.toString().contains("\r\nAllow: GET, HEAD\r\n"));
  }

  @Test
  void aSlowHeadHasATime() {
    sends("GET /live", 1);
    client.advance(false, client.deadline() - 1);
    assertEquals(State.READING, client.state());
    client.advance(false, client.deadline());
    assertAnswered("408 Request Timeout");
  }

  @Test
  void aClientThatReadsSlowlyGetsAllOfIt() {
    takes = 0;
    sends("GET /none" + HEAD_END, 1);
    assertEquals(State.WRITING, client.state());
    takes = 50;
    for (int i = 0; i < 10 && client.state() == State.WRITING; i++) {
      client.advance(true, 2);
    }
    assertAnswered("404 Not Found");
    assertTrue(received.toString().endsWith("404 Not Found\n"));
  }

  @Test
  void aClientThatDoesNotReadIsLetGo() {
    takes = 0;
    sends("GET /none" + HEAD_END, 1);
    client.advance(false, client.deadline());
    assertTrue(closed);
  }

  @Test
  void aClientThatSendsOnIsLetGo() {
    sends("GET /none" + HEAD_END, 1);
    for (int i = 0; i < 5; i++) {
      sends("more", 2);
    }
    assertFalse(closed);
    sends("more", client.deadline());
    assertTrue(closed);
  }

  @Test
  void aClientThatGoesIsForgotten() {
    sends("GET /", 1);
    gone = true;
    client.advance(true, 2);
    assertTrue(closed);
    client.close();
    assertEquals(State.CLOSED, client.state());
  }
}
