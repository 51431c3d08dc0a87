package unruly;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;

/**
 * Does with threads and streams what no app should, by the first part of the path; the rest of it is
 * the argument.
 */
public final class Unruly implements HttpApp {

  private static volatile boolean released;

  private final HttpApp next;

  public Unruly(String name, Conf conf, HttpApp next) {
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws Exception {
    String[] path = request.path().split("/", 3);
    String argument = path.length > 2 ? path[2] : "";
    return switch (path[1]) {
      case "interrupt" -> {
        Thread.currentThread().interrupt();
        yield Response.bytes("x/y", new byte[Integer.parseInt(argument)]);
      }
      case "interrupted-read" -> {
        Thread.currentThread().interrupt();
        request.body().readAllBytes();
        yield Response.text(Thread.interrupted() ? "kept" : "lost");
      }
      case "spin" -> {
        Path directory = Path.of("/" + argument);
        Files.createFile(directory.resolve("entered"));
        while (!released) {
          Thread.yield();
        }
        yield Response.text("spun");
      }
      case "release" -> {
        released = true;
        yield Response.text("released");
      }
      case "hog" -> {
        long end = System.nanoTime() + Duration.ofMillis(Integer.parseInt(argument)).toNanos();
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        yield Response.text("hogged");
      }
      case "turns" -> Response.of(Status.OK).body(Unruly::writeInTurns);
      case "runaway" -> Response.of(Status.OK).body(Unruly::leaveWriter);
      case "both" -> Response.of(Status.OK).body(out -> readBeside(request, out));
      case "endless" -> Response.of(Status.OK).body(out -> writeOn(Path.of("/" + argument), out));
      case "download" ->
          Response.of(Status.OK)
              .body(
                  out -> {
                    byte[] piece = new byte[32 * 1024];
                    while (true) {
                      out.write(piece);
                    }
                  });
      case "early" ->
          Response.of(Status.OK)
              .body(
                  out -> {
                    out.flush();
                    request.body().transferTo(out);
                  });
      case "closed" -> closed(Path.of("/" + argument));
      default -> next.handle(request);
    };
  }

  private static void writeInTurns(OutputStream out) throws IOException {
    for (int round = 0; round < 20; round++) {
      out.write("own;".getBytes(US_ASCII));
      out.flush();
      join(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 50; i++) {
                        out.write("foreign;".getBytes(US_ASCII));
                        out.flush();
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
    }
  }

  /** Returns while a thread still writes, and goes on to. */
  private static void leaveWriter(OutputStream out) {
    var started = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                while (true) {
                  out.write("abcdefgh".repeat(2000).getBytes(US_ASCII));
                  out.flush();
                  started.countDown();
                }
              } catch (IOException e) {
                started.countDown(); // The response is over.
              }
            });
    try {
      started.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes as many bytes as the body has while another thread reads it, then how many it was. */
  private static void readBeside(Request request, OutputStream out) throws IOException {
    var read = new AtomicLong();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    read.set(request.body().readAllBytes().length);
                  } catch (IOException e) {
                    read.set(-1);
                  }
                });
    out.write(new byte[(int) request.contentLength()]);
    join(reader);
    out.write(("" + read).getBytes(US_ASCII));
  }

  /** Writes until that fails; then a file tells how much it was. */
  private static void writeOn(Path directory, OutputStream out) throws IOException {
    long sent = 0;
    try {
      while (true) {
        out.write(new byte[4000]);
        out.flush();
        sent += 4000;
        Thread.yield();
      }
    } catch (IOException e) {
      Files.writeString(directory.resolve("part"), "" + sent);
      Files.move(directory.resolve("part"), directory.resolve("sent"));
      throw e;
    }
  }

  /** Answers when it is told to, with a stream that tells of its end. */
  private static Response closed(Path directory) throws Exception {
    Files.createFile(directory.resolve("entered"));
    while (!Files.exists(directory.resolve("go"))) {
      Thread.sleep(20);
    }
    return Response.of(Status.OK)
        .body(
            new ByteArrayInputStream(new byte[10]) {
              @Override
              public void close() throws IOException {
                Files.createFile(directory.resolve("closed"));
              }
            });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
