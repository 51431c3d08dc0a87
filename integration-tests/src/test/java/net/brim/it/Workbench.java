package net.brim.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The app that does what tests ask for, as a server under test has it. */
final class Workbench {

  /** Its section, for a server with {@link #classpath}. */
  static final String SECTION =
      """
      [workbench]
      call = workbench.Workbench

      [echo]
      call = brim.wsgi_echo.WSGIEcho

      [stats]
      call = brim.wsgi_stats.WSGIStats
      """;

  private static Path classes = Path.of("");

  private Workbench() {}

  /** The directory with its class. */
  static synchronized Path classpath() {
    if (classes.toString().isEmpty()) {
      // Compiled once for each of the JVMs that run tests side by side: none reads half a class.
      Path all = Distribution.REPOSITORY.resolve("integration-tests/target/workbench");
      classes = all.resolve(System.getProperty("brim.fork", "1"));
      Apps.compile(classes, Apps.source("workbench/Workbench.java"));
    }
    return classes;
  }

  /** A request that stays in the app until it is told to go on. */
  static final class Held implements AutoCloseable {

    private final Path directory;
    private final RawClient client;

    /** Sends it, and waits until the app has it. */
    Held(Brimd brimd) throws IOException {
      this.directory = Files.createTempDirectory(brimd.home(), "held");
      this.client = RawClient.connect(brimd.port());
      client.send("GET /await" + directory + " HTTP/1.1\r\nHost: a\r\n\r\n");
      Await.until("the request in the app", () -> Files.exists(directory.resolve("entered")));
    }

    RawClient client() {
      return client;
    }

    /** The response, which is being waited for. */
    CompletableFuture<RawClient.Response> response() {
      return CompletableFuture.supplyAsync(() -> {
        try {
          return client.read();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }

    void goOn() throws IOException {
      Files.createFile(directory.resolve("go"));
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }
}
