package net.brim.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A server that runs on its processor, until it is closed. */
final class ServerProcess implements AutoCloseable {

  private static final long START_SECONDS = 180;
  private static final long STOP_SECONDS = 10;
  private static final int SHOWN = 400;

  private final Process process;
  private final String scheme;
  private final int port;

  private ServerProcess(Process process, String scheme, int port) {
    this.process = process;
    this.scheme = scheme;
    this.port = port;
  }

  /**
   * Returns when the server accepts connections.
   *
   * @param output where its output goes
   * @throws UnavailableException where the program is missing, ends or does not listen in time
   */
  static ServerProcess start(List<String> command, int port, boolean tls, Path output)
      throws UnavailableException, InterruptedException {
    return start(command, tls ? "https" : "http", port, () -> listens(port), output);
  }

  /**
   * Returns when the server is ready.
   *
   * @param scheme of its protocol
   * @param output where its output goes
   * @throws UnavailableException where the program is missing, ends or is not ready in time
   */
  static ServerProcess start(
      List<String> command, String scheme, int port, BooleanSupplier ready, Path output)
      throws UnavailableException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(Cores.server(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()));
    }
    // Whoever ends us ends the servers.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    var server = new ServerProcess(process, scheme, port);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!ready.getAsBoolean()) {
      boolean ended = !process.isAlive();
      if (ended || System.nanoTime() > end) {
        server.close();
        throw new UnavailableException((ended ? "ended: " : "is not ready: ") + lastWords(output));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return server;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String lastWords(Path output) {
    try {
      String said =
          Files.readString(output, StandardCharsets.UTF_8)
              .replace(output.getParent() + "/", "")
              .replace('\n', ' ')
              .strip();
      return said.length() <= SHOWN ? said : said.substring(0, SHOWN) + "…";
    } catch (IOException e) {
      return "it said nothing that can be read (" + e + ")";
    }
  }

  /** Scheme, host and port. */
  String origin() {
    return scheme + "://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Processor time used so far, in seconds. */
  double cpuSeconds() {
    return CpuTime.seconds(process.toHandle());
  }

  @Override
  public void close() {
    List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(handle())).toList();
    process.destroy();
    process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      all.forEach(ProcessHandle::destroyForcibly);
      process.onExit().join();
    }
  }
}
