package live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Event;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.api.WebSocket;
import net.brim.api.WebSocketOptions;

/** A page, and what keeps it up to date: a WebSocket and an event stream. */
public final class Live implements HttpApp.Factory<Path> {

  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.DEFAULT.protocols("live").maxMessageSize(4096);

  /** The settings of this app are the file of its page. */
  @Override
  public Path parseConf(String name, Conf conf) {
    Path page = conf.getPath(name, "page");
    if (page == null || !Files.isReadable(page)) {
      throw new ConfException("[" + name + "] page must name the file to serve");
    }
    return page;
  }

  @Override
  public HttpApp create(String name, Path page, HttpApp next) {
    var room = new Room();
    return request ->
        switch (request.path()) {
          case "/" ->
              Response.bytes("text/html; charset=utf-8", Files.readAllBytes(page));
          case "/socket" -> request.webSocket(OPTIONS, socket -> talk(socket, room));
          case "/events" -> events(request, room);
          case "/seen" -> seen(request);
          default -> next.handle(request);
        };
  }

  /** One thread listens to the room, and this one to the client. */
  private static void talk(WebSocket socket, Room room) throws Exception {
    Thread listening = Thread.ofVirtual().start(() -> tell(socket, room));
    try {
      for (WebSocket.Message m; (m = socket.receive()) != null; ) {
        room.say(m.text());
      }
    } finally {
      listening.interrupt();
    }
  }

  private static void tell(WebSocket socket, Room room) {
    try {
      room.listen(0, (_, sentence) -> socket.send(sentence));
    } catch (IOException | InterruptedException e) {
      // The client has left, which the other thread finds too.
    }
  }

  private static Response events(Request request, Room room) {
    String last = request.lastEventId();
    int from = last == null ? 0 : Integer.parseInt(last) + 1;
    return request.events(
        events -> {
          events.onClose(Thread.currentThread()::interrupt);
          room.listen(
              from,
              (number, sentence) ->
                  events.send(Event.of(sentence).name("said").id(Integer.toString(number))));
        });
  }

  private static Response seen(Request request) throws IOException {
    String what = new String(request.body(4096), StandardCharsets.UTF_8);
    request.logger().info("a page shows: {}", what);
    return Response.of(Status.NO_CONTENT);
  }
}
