package events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.api.Body;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;

/** Sends one event, and the next when the file {@code go} is there; written, or as a stream. */
public final class Events implements HttpApp {

  private final Path go;
  private final HttpApp next;

  public Events(String name, Conf conf, HttpApp next) {
    this.go = conf.getPath(name, "go");
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws Exception {
    Response events = Response.of(Status.OK).header("Content-Type", "text/event-stream");
    return switch (request.path()) {
      case "/written" -> events.body(this::write).asCompressible();
      case "/streamed" -> events.body(stream()).asCompressible();
      default -> next.handle(request);
    };
  }

  private InputStream stream() throws Exception {
    var in = new PipedInputStream();
    var out = new PipedOutputStream(in);
    Body.Output output = this::write;
    Thread.ofPlatform().daemon().start(() -> {
      try (out) {
        output.writeTo(out);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
    return in;
  }

  private void write(java.io.OutputStream out) throws java.io.IOException {
    out.write("data: one\n\n".getBytes(UTF_8));
    out.flush();
    while (!Files.exists(go)) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        return;
      }
    }
    out.write("data: two\n\n".getBytes(UTF_8));
  }
}
