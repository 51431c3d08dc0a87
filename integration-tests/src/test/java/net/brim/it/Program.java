package net.brim.it;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside the test, its output in files: what it leaves running can keep them
 * open without holding up the test.
 */
final class Program implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<String> command;
  private final Process process;
  private final Path out;
  private final Path err;

  private Program(List<String> command, Process process, Path out, Path err) {
    this.command = command;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it with exactly that environment.
   *
   * @param files where its output goes
   */
  static Program start(
      List<String> command, Map<String, String> environment, Path directory, Path files) {
    try {
      Path out = Files.createTempFile(files, "out", ".txt");
      Path err = Files.createTempFile(files, "err", ".txt");
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return new Program(command, builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + command, e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it wrote to stdout so far. */
  String out() {
    return read(out);
  }

  /** What it wrote to stderr so far. */
  String err() {
    return read(err);
  }

  /** Both outputs so far. */
  String terminal() {
    return out() + err();
  }

  /** Waits for its end. */
  Outcome outcome() {
    return outcome(PATIENCE);
  }

  /** Waits that long for its end, at most. */
  Outcome outcome(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
        close();
        fail("%s does not end. It wrote:%n%s".formatted(command, terminal()));
      }
      return new Outcome(String.join(" ", command), process.exitValue(), out(), err());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Ends it, with what it started itself. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
