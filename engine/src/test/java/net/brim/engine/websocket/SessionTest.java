package net.brim.engine.websocket;

import static net.brim.engine.websocket.Frames.client;
import static net.brim.engine.websocket.Frames.close;
import static net.brim.engine.websocket.Frames.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import net.brim.api.Body;
import net.brim.api.WebSocket;
import net.brim.api.WebSocketClosedException;
import net.brim.api.WebSocketException;
import net.brim.api.WebSocketOptions;
import net.brim.engine.http.BodyFailedException;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an app and a client make of a socket together. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SessionTest {

  private final TestWire wire = new TestWire();

  private Session session(WebSocket.Handler handler) {
    return new Session(
        wire, new Body.Upgrade(handler, WebSocketOptions.DEFAULT, "chat"), Duration.ofSeconds(60));
  }

  @Test
  void anEchoAnswersWhatCameBeforeTheClientsClose() throws Exception {
    wire.sends(text("one"), client(0x82, new byte[] {2}), text("three"), close(4000, "bye"));
    Session session =
        session(socket -> {
          assertEquals("chat", socket.protocol());
          for (WebSocket.Message m; (m = socket.receive()) != null; ) {
            if (m instanceof WebSocket.Binary binary) {
              socket.send(binary.bytes());
            } else {
              socket.send(m.text());
            }
          }
          assertFalse(socket.isOpen());
        });
    session.serve();
    assertEquals(List.of("text one", "binary 02", "text three", "close 4000 bye"), wire.sent());
    assertEquals(9, session.bytesRead());
    assertEquals(9, session.bytesSent());
  }

  @Test
  void anAppThatReturnsGivesTheClientsCloseBack() throws Exception {
    wire.sends(text("last words"), close(4000, "bye"));
    session(
            socket -> {
              assertEquals("last words", textOf(socket.receive()));
              while (socket.isOpen()) {
                Thread.onSpinWait();
              }
              socket.send("the answer");
            })
        .serve();
    assertEquals(List.of("text the answer", "close 4000 bye"), wire.sent());
  }

  @Test
  void aDrainWaitsForTheAnswerToWhatCame() throws Exception {
    wire.sends(text("question")).drains().answersClose(close(1001, ""));
    session(
            socket -> {
              String question = textOf(socket.receive());
              while (!wire.draining()) {
                Thread.onSpinWait();
              }
              socket.send("answer to " + question);
              assertNull(socket.receive());
            })
        .serve();
    assertEquals(List.of("text answer to question", "close 1001"), wire.sent());
  }

  @Test
  void whatIsSentIsFramedAndCounted() throws Exception {
    wire.sends(close(1000, ""));
    Session session =
        session(socket -> {
          assertNull(socket.receive()); // too late for more
        });
    session.serve();
    assertFalse(session.isOpen());

    var other = new TestWire();
    var sending =
        new Session(
            other,
            new Body.Upgrade(
                socket -> {
                  byte[] bytes = {1};
                  socket.send("grün");
                  socket.send(bytes);
                  bytes[0] = 9;
                  socket.send("x".repeat(126));
                  socket.send("y".repeat(65_536));
                  other.sends(close(1000, ""));
                },
                WebSocketOptions.DEFAULT,
                null),
            Duration.ofSeconds(60));
    sending.serve();
    assertEquals(
        List.of(
            "text grün",
            "binary 01",
            "text " + "x".repeat(126),
            "text " + "y".repeat(65_536),
            "close 1000"),
        other.sent());
    assertEquals(5 + 1 + 126 + 65_536, sending.bytesSent());
  }

  @Test
  void theHandlersEndClosesAndWaitsForTheClient() throws Exception {
    Session session = session(socket -> wire.sends(text("unread"), close(1000, "")));
    session.serve();
    assertEquals(List.of("close 1000"), wire.sent());
    assertTrue(wire.waits().contains("5"), () -> "" + wire.waits());
  }

  @Test
  void aClientThatDoesNotAnswerACloseIsNotAwaitedLong() {
    Session session =
        session(socket -> {
          socket.close();
          wire.isSilent();
        });
    assertThrows(TimeoutException.class, session::serve);
    assertEquals(List.of("close 1000"), wire.sent());
    assertEquals("5", wire.waits().getLast());
  }

  @Test
  void anAppClosesWithACode() throws Exception {
    wire.sends(text("x"));
    session(
            socket -> {
              socket.receive();
              socket.close(4000, "enough");
              socket.close(4001, "more than that");
              assertFalse(socket.isOpen());
              var e = assertThrows(WebSocketClosedException.class, () -> socket.send("more"));
              assertEquals(4000, e.close().code());
              assertThrows(IllegalArgumentException.class, () -> socket.close(1006, ""));
              wire.sends(text("on its way"), close(4000, "enough"));
              assertEquals("on its way", textOf(socket.receive()));
              assertNull(socket.receive());
            })
        .serve();
    assertEquals(List.of("close 4000 enough"), wire.sent());
  }

  @Test
  void anExceptionOfTheAppsMayBeACode() throws Exception {
    wire.sends(client(0x82, "bytes")).answersClose(close(1003, ""));
    session(
            socket -> {
              assertTrue(textOf(socket.receive()).isEmpty(), "never reached");
            })
        .serve();
    assertEquals(List.of("close 1003 only text is understood here"), wire.sent());
    assertThrows(IllegalArgumentException.class, () -> new WebSocketException(1005, ""));
  }

  @Test
  void anAppThatFailsIsAnInternalError() {
    var failure = new IllegalStateException("on purpose");
    wire.sends(text("x"));
    Session session =
        session(socket -> {
          socket.receive();
          wire.sends(close(1011, ""));
          throw failure;
        });
    var thrown = assertThrows(BodyFailedException.class, session::serve);
    assertSame(failure, thrown.getCause());
    assertEquals(List.of("close 1011"), wire.sent());
  }

  @Test
  void aClientThatLeavesIsNoFaultOfTheApps() {
    wire.sends(text("x")).ends();
    Session session =
        session(socket -> {
          socket.receive();
          try {
            socket.receive();
          } catch (IOException e) {
            throw new UncheckedIOException(e); // as apps do
          }
        });
    assertThrows(ClientGoneException.class, session::serve);
    assertEquals(List.of(), wire.sent());
  }

  @Test
  void aWriteThatFailsEndsTheSocket() {
    wire.isGone(new TimeoutException("waiting for the client to read"));
    Session session =
        session(socket -> {
          assertThrows(TimeoutException.class, () -> socket.send("x"));
          assertThrows(WebSocketClosedException.class, () -> socket.send("y"));
          wire.isSilent();
        });
    assertThrows(TimeoutException.class, session::serve);
    assertTrue(wire.waits().contains("0"), () -> "the reader gives up: " + wire.waits());
  }

  @Test
  void pingsAreAnsweredWhileTheAppIsBusy() throws Exception {
    var seen = new CountDownLatch(1);
    session(
            socket -> {
              socket.onClose(seen::countDown);
              wire.sends(client(0x89, "still there?"), close(1000, ""));
              seen.await(); // never receives
            })
        .serve();
    assertEquals(List.of("pong still there?", "close 1000"), wire.sent());
  }

  @Test
  void aPingWaitsForTheFrameThatIsBeingSent() throws Exception {
    CountDownLatch gate = wire.stopsReading();
    Session session = session(socket -> socket.send("a long one"));
    Thread app =
        Thread.ofVirtual()
            .start(() -> {
              try {
                session.serve();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    wire.awaitBlockedWriter();
    wire.sends(client(0x89, "1"), client(0x89, "2"), text("read all the same"));
    assertEquals("read all the same", textOf(session.receive()));
    assertEquals(List.of(), wire.sent());
    gate.countDown();
    wire.sends(close(1000, ""));
    app.join();
    List<String> sent = wire.sent();
    assertEquals("text a long one", sent.getFirst());
    assertFalse(sent.contains("pong 1"), "only the last ping is answered");
    assertEquals("close 1000", sent.getLast());
  }

  @Test
  void aHandlerThatWaitsForOtherThingsCanBeWoken() throws Exception {
    session(
            socket -> {
              socket.onClose(Thread.currentThread()::interrupt);
              wire.sends(close(1001, ""));
              new LinkedBlockingQueue<String>().take();
            })
        .serve();
    assertEquals(List.of("close 1001"), wire.sent());
    Thread.interrupted(); // where the interrupt came later than the handler's end
  }

  @Test
  void messagesOfManyThreadsDoNotMix() throws Exception {
    int threads = 8;
    int each = 50;
    session(
            socket -> {
              var writers = new ArrayList<Thread>();
              for (int t = 0; t < threads; t++) {
                String message = ("" + t).repeat(200);
                writers.add(
                    Thread.ofPlatform()
                        .start(() -> {
                          for (int i = 0; i < each; i++) {
                            sendUnchecked(socket, message);
                          }
                        }));
              }
              for (Thread writer : writers) {
                writer.join();
              }
              wire.sends(close(1000, ""));
            })
        .serve();
    List<String> sent = wire.sent();
    assertEquals(threads * each + 1, sent.size());
    var kinds = new HashSet<>(sent.subList(0, threads * each));
    assertEquals(threads, kinds.size(), () -> "" + kinds);
  }

  @Test
  void anAppThatDoesNotReceiveHoldsTheClientBack() throws Exception {
    byte[] message = text("z".repeat(Inbox.ROOM));
    var more = new CountDownLatch(1);
    session(
            socket -> {
              wire.sends(message, message, client(0x89, "behind"));
              more.countDown();
              assertEquals(Inbox.ROOM, textOf(socket.receive()).length());
              assertEquals(Inbox.ROOM, textOf(socket.receive()).length());
              wire.sends(close(1000, ""));
              assertNull(socket.receive());
            })
        .serve();
    assertEquals(List.of("pong behind", "close 1000"), wire.sent());
  }

  private static void sendUnchecked(WebSocket socket, String text) {
    try {
      socket.send(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String textOf(WebSocket.@Nullable Message message) {
    return message == null ? "" : message.text();
  }
}
