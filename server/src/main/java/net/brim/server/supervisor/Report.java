package net.brim.server.supervisor;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the person who starts the server is told, until it runs.
 *
 * <p>In the foreground that goes to the terminal. Detached, it goes to the launcher through a pipe,
 * one line for each: {@code out TEXT} or {@code err TEXT}, and {@code done} when all is well.
 */
final class Report implements AutoCloseable {

  private final PrintStream out;
  private final PrintStream err;
  private final boolean piped;

  private Report(PrintStream out, PrintStream err, boolean piped) {
    this.out = out;
    this.err = err;
    this.piped = piped;
  }

  /** To this process's own stdout and stderr. */
  static Report toTerminal() {
    return new Report(System.out, System.err, false);
  }

  /** To no one. */
  static Report nowhere() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Report(nowhere, nowhere, false);
  }

  /** To a pipe. */
  static Report toPipe(Path pipe) throws IOException {
    var stream = new PrintStream(new FileOutputStream(pipe.toFile()), true, StandardCharsets.UTF_8);
    return new Report(stream, stream, true);
  }

  /** To those streams, unmarked. */
  static Report to(PrintStream out, PrintStream err) {
    return new Report(out, err, false);
  }

  /** What is going on. */
  void progress(String text) {
    text.lines().forEach(line -> out.println(piped ? "out " + line : line));
  }

  /** Why the server does not start. */
  void problem(String text) {
    text.lines().forEach(line -> err.println(piped ? "err " + line : line));
  }

  /** The server runs, or ran already. */
  void done() {
    if (piped) {
      out.println("done");
    }
    close();
  }

  /** Ends the report; what is told later goes nowhere. */
  @Override
  public void close() {
    if (piped) {
      out.close();
    }
  }
}
