package net.brim.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Many connections, in a process of their own that has wrk's processor when wrk leaves it, so that
 * wrk does not measure them.
 */
final class Crowd implements AutoCloseable {

  /** What each connection does. */
  enum Kind {
    /** Makes one request, then nothing. */
    IDLE,
    /**
     * Sends a head that never ends, a byte every few seconds; comes again when it is cut. They come
     * one after the other, over as long a time as a head may take, so that they are cut so too.
     */
    SLOW,
    /** The same, but all come at once, and so are cut at once. */
    SLOW_BURST
  }

  /**
   * How the crowd does.
   *
   * @param open connected; for idle ones: and answered
   * @param reopened how often one was cut and came again, so far
   * @param bytes sent so far
   */
  record Counts(long open, long reopened, long bytes) {

    Counts since(Counts earlier) {
      return new Counts(open, reopened - earlier.reopened, bytes - earlier.bytes);
    }

    static Counts parse(String line) {
      String[] numbers = line.split(" ", -1);
      return new Counts(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    @Override
    public String toString() {
      return open + " " + reopened + " " + bytes;
    }
  }

  private final Process process;
  private final BufferedReader lines;
  private final int size;

  private Crowd(Process process, int size) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.US_ASCII);
    this.size = size;
  }

  /** Returns when all are connected; nearly all of the slow ones. */
  static Crowd start(Kind kind, int port, int size) throws IOException, InterruptedException {
    var command =
        List.of(
            "chrt",
            "--idle",
            "0",
            JavaCommand.executable("java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            "net.brim.benchmarks.CrowdLoop",
            kind.name(),
            Integer.toString(port),
            Integer.toString(size));
    Process process =
        new ProcessBuilder(Cores.load(command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var crowd = new Crowd(process, size);
    // Of those that are cut now and then, some are always just coming again.
    crowd.awaitOpen(kind == Kind.IDLE ? size : size - size / 20);
    return crowd;
  }

  private void awaitOpen(int enough) throws IOException, InterruptedException {
    Counts counts = counts();
    for (int asked = 0; counts.open() < enough; asked++) {
      if (asked % 10 == 0) {
        Progress.say("  " + counts.open() + " of " + size + " connected");
      }
      if (asked > 600) {
        throw new IOException("after ten minutes " + counts.open() + " of " + size + " connected");
      }
      TimeUnit.SECONDS.sleep(1);
      counts = counts();
    }
  }

  /** Asks the process. */
  Counts counts() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the crowd's process has ended");
    }
    return Counts.parse(line);
  }

  void expectAllOpen() throws IOException {
    Counts counts = counts();
    if (counts.open() < size) {
      Progress.say("only " + counts.open() + " of " + size + " stayed connected");
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
  }
}
