package workbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import net.brim.api.Body;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.HttpException;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.api.Tls;

/** Does what tests ask for by the first part of the path; the rest of it is the argument. */
public final class Workbench implements HttpApp.Factory<Workbench.Settings> {

  /**
   * What the section says.
   *
   * @param broken while this file exists, no new app can be made; null for none
   * @param gate while this file exists, making one does not come to an end; null for none
   */
  public record Settings(Path broken, Path gate) {}

  public Workbench() {}

  @Override
  public Settings parseConf(String name, Conf conf) {
    return new Settings(conf.getPath(name, "broken"), conf.getPath(name, "gate"));
  }

  @Override
  public HttpApp create(String name, Settings settings, HttpApp next) {
    if (settings.broken() != null && Files.exists(settings.broken())) {
      throw new IllegalStateException(settings.broken() + " exists");
    }
    while (settings.gate() != null && Files.exists(settings.gate())) {
      LockSupport.parkNanos(10_000_000);
    }
    return request -> handle(request, next);
  }

  /** How many requests to {@code /meet} wait for each other. */
  private static final CountDownLatch MEETING = new CountDownLatch(1000);

  private static Response handle(Request request, HttpApp next) throws Exception {
    String[] path = request.path().split("/", 3);
    String argument = path.length > 2 ? path[2] : "";
    return switch (path.length > 1 ? path[1] : "") {
      case "hello" -> Response.text("hello\n");
      case "client" ->
          Response.text(
              "%s for %s, %s\n"
                  .formatted(request.remoteAddress(), request.clientAddress(), request.scheme()));
      case "request" -> Response.text(image(request));
      case "status" -> Response.text("text").status(new Status(Integer.parseInt(argument), "Any"));
      case "pid" -> Response.text(ProcessHandle.current().pid() + "\n");
      case "slot" -> Response.text(request.server().slot() + "\n");
      case "host" -> Response.text(request.host() + "\n");
      case "value" -> Response.text("set\n").header("X-Given", argument);
      case "name" -> Response.text("set\n").header(argument, "given");
      case "reason" -> Response.text("set\n").status(new Status(200, argument));
      case "length" -> Response.text(length(request.body()) + "\n");
      case "ignore" -> Response.text("ignored\n");
      case "refuse" -> throw new HttpException(Status.FORBIDDEN);
      case "trailers" -> {
        long length = length(request.body());
        yield Response.text(length + " " + request.trailers().get("X-Sum") + "\n");
      }
      case "throw" -> throw new IllegalStateException("on purpose: " + argument);
      case "error" -> throw new StackOverflowError("on purpose");
      case "null" -> null;
      case "bytes" -> Response.bytes("application/octet-stream", bytes(argument));
      case "stream" -> Response.of(Status.OK).body(new ByteArrayInputStream(bytes(argument)));
      case "chunks" ->
          Response.of(Status.OK)
              .body(
                  out -> {
                    out.write("one,".getBytes(UTF_8));
                    out.flush();
                    out.write("two".getBytes(UTF_8));
                  });
      case "zeros" -> Response.of(Status.OK).body(new Body.Stream(zeros(argument), -1));
      case "file" -> file(Path.of("/" + argument));
      case "missing-file" -> Response.of(Status.OK).body(Path.of("/no/such/file"), 0, 10);
      case "broken-writer" -> brokenWriter(argument);
      case "broken-stream" -> Response.of(Status.OK).body(brokenStream(argument));
      case "sub" -> sub(request, "/" + argument);
      case "inner" -> inner(request);
      case "started" ->
          Response.text(Duration.between(request.start(), Instant.now()).toMillis() + "\n");
      case "log" -> {
        request.logger().info("seen {}", argument);
        request.logInfo().addAll(List.of("workbench:", "a b", "100%"));
        request.user("someone");
        yield Response.text("logged\n");
      }
      case "print" -> {
        System.out.println("printed " + argument);
        System.err.println("complained " + argument);
        yield Response.text("printed\n");
      }
      case "await" -> {
        Path directory = Path.of("/" + argument);
        Files.createFile(directory.resolve("entered"));
        while (!Files.exists(directory.resolve("go"))) {
          Thread.sleep(20);
        }
        yield Response.text("awaited\n");
      }
      case "burn" -> {
        Path directory = Path.of("/" + argument);
        Files.createFile(directory.resolve("entered"));
        while (!Files.exists(directory.resolve("go"))) {
          Thread.onSpinWait();
        }
        yield Response.text("burnt\n");
      }
      case "meet" -> {
        MEETING.countDown();
        MEETING.await();
        yield Response.text("met\n");
      }
      case "thread" ->
          Response.of(Status.OK)
              .body(out -> out.write((Thread.currentThread().getName() + "\n").getBytes(UTF_8)));
      case "tls" -> Response.text(tls(request) + "\n");
      case "halt" -> {
        Runtime.getRuntime().halt(3);
        yield null;
      }
      default -> next.handle(request);
    };
  }

  /** What a request is, a line for each part of it. */
  private static String image(Request request) {
    var image = new StringBuilder();
    image.append(request.method()).append(' ').append(request.target()).append(' ');
    image.append(request.protocol()).append('\n');
    image.append("path ").append(request.path()).append('\n');
    image.append("query ").append(request.query()).append('\n');
    image.append("scheme ").append(request.scheme()).append('\n');
    image.append("host ").append(request.host()).append('\n');
    image.append("user ").append(request.user()).append('\n');
    image.append("length ").append(request.contentLength()).append('\n');
    image.append("remote ").append(request.remoteAddress()).append('\n');
    image.append("local ").append(request.localAddress()).append('\n');
    request.headers().forEach((name, value) -> image.append(name + ": " + value + "\n"));
    return image.toString();
  }

  private static long length(InputStream body) throws IOException {
    byte[] buffer = new byte[8192];
    long length = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      length += read;
    }
    return length;
  }

  /** Each byte is the low byte of its index times 31. */
  private static byte[] bytes(String length) {
    byte[] bytes = new byte[Integer.parseInt(length)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  private static InputStream zeros(String length) {
    return new InputStream() {
      private long left = Long.parseLong(length);

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] into, int offset, int most) {
        if (left <= 0) {
          return -1;
        }
        int count = (int) Math.min(most, left);
        java.util.Arrays.fill(into, offset, offset + count, (byte) 0);
        left -= count;
        return count;
      }
    };
  }

  private static Response file(Path file) throws IOException {
    return Response.of(Status.OK).body(file, 0, Files.size(file));
  }

  private static Response brokenWriter(String when) {
    return Response.of(Status.OK)
        .body(
            out -> {
              if (when.equals("late")) {
                out.write("begun".getBytes(UTF_8));
                out.flush();
              }
              throw new IllegalStateException("the writer broke");
            });
  }

  private static InputStream brokenStream(String when) {
    return new InputStream() {
      private int left = when.equals("late") ? 100_000 : 0;

      @Override
      public int read() throws IOException {
        if (left-- <= 0) {
          throw new IOException("the stream broke");
        }
        return 'x';
      }
    };
  }

  private static String tls(Request request) {
    Tls tls = request.tls();
    return tls == null
        ? request.scheme()
        : "%s %s %s %s %s"
            .formatted(
                request.scheme(),
                tls.version(),
                tls.cipher(),
                tls.serverName(),
                tls.clientCertificates().stream()
                    .map(certificate -> certificate.getSubjectX500Principal().getName())
                    .toList());
  }

  private static Response sub(Request request, String target) throws Exception {
    Response inner = request.subRequest("GET", target).source("workbench").send();
    String text = inner.body() instanceof Body.Bytes body ? new String(body.bytes(), UTF_8) : "?";
    return Response.text(inner.status().code() + ":" + text);
  }

  /** What a sub-request to one app, with a body, looks like to that app. */
  private static Response inner(Request outer) throws Exception {
    return outer
        .subRequest("POST", "/there?a=1")
        .body("content".getBytes(UTF_8))
        .send(
            inner ->
                Response.text(
                    String.join(
                        " ",
                        inner.method(),
                        inner.target(),
                        inner.headers().get("User-Agent", "none"),
                        new String(inner.body().readAllBytes(), UTF_8),
                        "" + inner.contentLength(),
                        inner.host(),
                        "" + inner.localAddress().equals(outer.localAddress()),
                        "" + inner.stats().equals(outer.stats()),
                        "" + inner.json().equals(outer.json()),
                        inner.logger().equals(outer.logger()) + "\n")));
  }
}
