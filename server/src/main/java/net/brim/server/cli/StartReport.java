package net.brim.server.cli;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import net.brim.os.ChildExit;
import net.brim.os.Os;
import net.brim.os.Signals;

/** Follows what a new supervisor says about its start. */
final class StartReport {

  private static final String OUT = "out ";
  private static final String ERR = "err ";
  private static final String DONE = "done";

  private final Os os;
  private final Terminal terminal;
  private boolean complained;
  private volatile boolean over;

  StartReport(Os os, Terminal terminal) {
    this.os = os;
    this.terminal = terminal;
  }

  /**
   * Repeats it until the server runs or the supervisor has ended; returns the exit status. Where
   * this process is interrupted meanwhile, the start is too.
   */
  int follow(int pipe, int supervisor) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              if (!over) {
                os.kill(supervisor, Signals.TERM);
              }
            }));
    boolean running = read(pipe);
    ChildExit exit = running ? new ChildExit(supervisor, 0, 0) : os.waitForChild(supervisor);
    over = true;
    if (!running && !complained) {
      terminal.complain("brimd: the supervisor %s and said nothing".formatted(exit.describe()));
    }
    return running ? 0 : 1;
  }

  /** True when the server runs. */
  private boolean read(int pipe) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream("/proc/self/fd/" + pipe), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(DONE)) {
          return true;
        }
        repeat(line);
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("reading the supervisor's report", e);
    }
  }

  private void repeat(String line) {
    if (line.startsWith(OUT)) {
      terminal.say(line.substring(OUT.length()));
    } else if (line.startsWith(ERR)) {
      complained = true;
      terminal.complain(line.substring(ERR.length()));
    } else {
      throw new IllegalStateException("the supervisor reported: " + line);
    }
  }
}
