package net.brim.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A terminal that shows one text in place of the other, and what was there before when it is
 * closed. Keys come one by one, as far as standard input is that terminal.
 */
final class Screen implements AutoCloseable {

  private static final String ENTER = "\033[?1049h\033[?25l";
  private static final String LEAVE = "\033[?25h\033[?1049l";
  private static final String TO_THE_TOP = "\033[H";
  private static final String CLEAR_LINE = "\033[K";
  private static final String CLEAR_REST = "\033[J";

  private static final long PAUSE_MILLIS = 20;

  private final Terminal terminal;

  /** Empty where standard input is no terminal. */
  private final String settings;

  private final Thread atExit = new Thread(this::restore);

  private Screen(Terminal terminal, String settings) {
    this.terminal = terminal;
    this.settings = settings;
  }

  /** Clears the terminal; Ctrl-C puts everything back, too. */
  static Screen open(Terminal terminal) throws IOException {
    var screen = new Screen(terminal, stty("-g"));
    Runtime.getRuntime().addShutdownHook(screen.atExit);
    if (!screen.settings.isEmpty()) {
      var _ = stty("-icanon", "-echo", "min", "0");
    }
    screen.write(ENTER);
    return screen;
  }

  /** Shows those lines, as far as there is room. */
  void show(List<String> lines) throws IOException {
    var text = new StringBuilder(TO_THE_TOP);
    String[] size = stty("size").split(" ", -1);
    int rows = limit(size[0]);
    int columns = limit(size[size.length - 1]);
    for (int i = 0; i < Math.min(lines.size(), rows); i++) {
      String line = lines.get(i);
      text.append(i == 0 ? "" : "\r\n")
          .append(line, 0, Math.min(line.length(), columns))
          .append(CLEAR_LINE);
    }
    write(text.append(CLEAR_REST).toString());
  }

  /** A terminal that does not know its size says 0, and without one nothing is said. */
  private static int limit(String size) {
    return size.isEmpty() || size.equals("0") ? Integer.MAX_VALUE : Integer.parseInt(size);
  }

  /** Waits that long for the key that leaves; false where it was not pressed. */
  boolean isLeft(Duration time) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < deadline) {
      if (System.in.available() > 0) {
        int key = System.in.read();
        if (key == 'q' || key == 'Q') {
          return true;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  @Override
  public void close() {
    if (Runtime.getRuntime().removeShutdownHook(atExit)) {
      restore();
    }
  }

  private void restore() {
    write(LEAVE);
    try {
      if (!settings.isEmpty()) {
        var _ = stty(settings);
      }
    } catch (IOException e) {
      terminal.complain("brimd: the terminal stays as it is: " + e.getMessage());
    }
  }

  private void write(String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }

  /** What {@code stty} says with those arguments; empty where standard input is no terminal. */
  private static String stty(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    Process stty =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    try {
      return stty.waitFor() == 0 ? answer.strip() : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
