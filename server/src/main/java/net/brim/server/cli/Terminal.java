package net.brim.server.cli;

import java.io.PrintStream;
import java.util.List;

/** Where the person who called us reads. */
record Terminal(PrintStream out, PrintStream err) {

  static Terminal system() {
    return new Terminal(System.out, System.err);
  }

  void say(String line) {
    out.println(line);
  }

  void complain(String line) {
    err.println(line);
  }

  /** Says what is wrong; returns the exit status for it. */
  int fail(String line) {
    complain(line);
    return 1;
  }

  /** Says all that is wrong; returns the exit status for it. */
  int fail(List<String> lines) {
    lines.forEach(this::complain);
    return 1;
  }
}
