package net.brim.chaos.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.QueryParser;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.WebSocket;

/**
 * Answers so that a client can tell the right answer from any other, and which worker of which
 * release gave it.
 *
 * <p>{@code /answer?number=&size=&wait=} sends the payload of a number, after so many milliseconds;
 * {@code /upload} counts what it gets; {@code /socket} is a WebSocket that echoes; {@code
 * /flood?megabytes=} is more than sockets hold.
 */
public final class ChaosApp implements HttpApp {

  /** The process id of the worker. */
  public static final String PID = "X-Pid";

  /** The option {@code release} of the app's section. */
  public static final String RELEASE = "X-Release";

  private static final int PIECE = 64 * 1024;
  private static final int PIECES_IN_A_MEGABYTE = 16;

  private final HttpApp next;
  private final String pid = Long.toString(ProcessHandle.current().pid());
  private final String release;

  /** What {@code call =} asks for. */
  public ChaosApp(String name, Conf conf, HttpApp next) {
    this.next = next;
    this.release = conf.get(name, "release", "0");
    fail(conf.get(name, "failure", "none"));
  }

  /** What a release that is broken does in its worker. */
  private static void fail(String how) {
    switch (how) {
      case "throws" -> throw new IllegalStateException("this release is broken");
      case "exits" -> Runtime.getRuntime().halt(3);
      default -> {}
    }
  }

  @Override
  public Response handle(Request request) throws Exception {
    Response response =
        switch (request.path()) {
          case "/answer" -> answer(request.parameters());
          case "/upload" -> Response.text(count(request.body()));
          case "/socket" -> request.webSocket(ChaosApp::echo);
          case "/flood" -> flood(request.parameters().getInt("megabytes", 1));
          default -> next.handle(request);
        };
    return response.header(PID, pid).header(RELEASE, release);
  }

  private static Response answer(QueryParser parameters) throws InterruptedException {
    int wait = parameters.getInt("wait", 0);
    if (wait > 0) {
      Thread.sleep(wait);
    }
    long number = Long.parseLong(parameters.require("number"));
    return Response.bytes("text/plain", Payload.of(number, parameters.requireInt("size")));
  }

  /** What was sent: its length and its checksum. */
  private static String count(InputStream body) throws IOException {
    var sum = new CRC32();
    byte[] buffer = new byte[8 * 1024];
    long length = 0;
    for (int read; (read = body.read(buffer)) >= 0; length += read) {
      sum.update(buffer, 0, read);
    }
    return received(length, sum);
  }

  /** The answer to an upload of that length and checksum. */
  public static String received(long length, CRC32 sum) {
    return length + " " + Long.toHexString(sum.getValue());
  }

  private static void echo(WebSocket socket) throws IOException, InterruptedException {
    for (WebSocket.Message message; (message = socket.receive()) != null; ) {
      socket.send(message.text());
    }
  }

  private static Response flood(int megabytes) {
    return Response.bytes("text/plain", new byte[0])
        .body((OutputStream out) -> pour(out, megabytes * PIECES_IN_A_MEGABYTE));
  }

  private static void pour(OutputStream out, int pieces) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int i = 0; i < pieces; i++) {
      out.write(piece);
    }
  }
}
