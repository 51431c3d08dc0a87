package sockets;

import java.io.IOException;
import java.time.Duration;
import net.brim.api.Conf;
import net.brim.api.Event;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.api.WebSocket;
import net.brim.api.WebSocketException;
import net.brim.api.WebSocketOptions;

/** WebSockets and event streams of all kinds, by the path. */
public final class Sockets implements HttpApp {

  private static final WebSocketOptions CHAT =
      WebSocketOptions.DEFAULT
          .protocols("chat.v2", "chat.v1")
          .maxMessageSize(200_000)
          .origins("https://friends.example");

  private final HttpApp next;

  public Sockets(String name, Conf conf, HttpApp next) {
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws Exception {
    return switch (request.path()) {
      case "/echo" -> request.webSocket(Sockets::echo);
      case "/chat" -> request.webSocket(CHAT, Sockets::echo);
      case "/pinged" ->
          request.webSocket(
              WebSocketOptions.DEFAULT.pingInterval(Duration.ofSeconds(1)), Sockets::echo);
      case "/count" -> request.webSocket(socket -> count(socket, request));
      case "/wait" -> request.webSocket(socket -> await(socket, request));
      case "/throw" ->
          request.webSocket(
              socket -> {
                socket.receive();
                throw new IllegalStateException("on purpose");
              });
      case "/leave" ->
          request.webSocket(
              socket -> {
                throw new WebSocketException(4001, "enough");
              });
      case "/header" -> request.webSocket(Sockets::echo).header("X-Seen-By", "sockets");
      case "/wrong-status" -> request.webSocket(Sockets::echo).status(Status.OK);
      case "/wrong-body" -> request.webSocket(Sockets::echo).body(new byte[3]);
      case "/sub" -> {
        Response inner =
            request
                .subRequest("GET", "/echo")
                .header("Upgrade", "websocket")
                .header("Connection", "upgrade")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .send();
        yield Response.text(inner.status().code() + "\n");
      }
      case "/events" ->
          request.events(
              events -> {
                events.send("after " + request.lastEventId());
                events.send(Event.of("two\nlines").name("kind").id("7").retry(Duration.ofSeconds(3)));
                events.comment("a comment");
              });
      case "/ticks" ->
          request.events(
              events -> {
                for (int i = 0; ; i++) {
                  events.send("tick " + i);
                  Thread.sleep(50);
                }
              });
      case "/broken-events" ->
          request.events(
              events -> {
                events.send("one");
                throw new IllegalStateException("on purpose");
              });
      default -> next.handle(request);
    };
  }

  private static void echo(WebSocket socket) throws Exception {
    for (WebSocket.Message m; (m = socket.receive()) != null; ) {
      if (m instanceof WebSocket.Binary binary) {
        socket.send(binary.bytes());
      } else {
        socket.send(m.text());
      }
    }
  }

  /** Sends and never receives. */
  private static void count(WebSocket socket, Request request) throws Exception {
    try {
      for (int i = 0; ; i++) {
        socket.send("" + i);
        Thread.sleep(20);
      }
    } catch (IOException e) {
      request.logger().info("counting ended: {}", e.getMessage());
      throw e;
    }
  }

  /** Neither sends nor receives. */
  private static void await(WebSocket socket, Request request) throws Exception {
    socket.onClose(Thread.currentThread()::interrupt);
    try {
      Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
      request.logger().info("waiting ended");
      throw e;
    }
  }
}
