package net.brim.api;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An exception on one line, fit for syslog: all types and messages first, so that a line that is
 * cut keeps them, then the stack frames.
 *
 * <pre>
 *   a.Failed: no answer; caused by java.io.IOException: reset --
 *       at a.Client.call(Client.java:12) at … -- at a.Socket.read(Socket.java:3) … 7 more
 * </pre>
 */
public final class ExceptionText {

  /** What a line has room for where nobody says. */
  private static final int LIMIT = 8 * 1024;

  private static final String CUT = "...";

  private final Predicate<String> line;
  private boolean room = true;

  private ExceptionText(Predicate<String> line) {
    this.line = line;
  }

  /** That exception in up to 8192 characters. */
  public static String of(Throwable thrown) {
    return of(thrown, LIMIT);
  }

  /**
   * That exception without line ends and control characters, which are written out: {@code \n},
   * {@code \x1b}.
   *
   * @param limit in characters, three dots included with which a text ends that is cut
   */
  public static String of(Throwable thrown, int limit) {
    if (limit < CUT.length()) {
      throw new IllegalArgumentException("a limit of " + limit + " characters");
    }
    var text = new StringBuilder();
    write(thrown, piece -> append(text, piece, limit));
    return text.toString();
  }

  /**
   * Gives the text to a line of the caller's own, piece by piece and with line ends and control
   * characters as they are.
   *
   * @param line says whether there is room for more
   */
  public static void write(Throwable thrown, Predicate<String> line) {
    var text = new ExceptionText(line);
    text.summaries(thrown, "", seen());
    text.frames(thrown, new StackTraceElement[0], seen());
  }

  private static boolean append(StringBuilder text, String piece, int limit) {
    for (int i = 0; i < piece.length(); i++) {
      String shown = shown(piece.charAt(i));
      if (text.length() + shown.length() + CUT.length() > limit) {
        text.append(CUT);
        return false;
      }
      text.append(shown);
    }
    return true;
  }

  private static String shown(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\u2028' -> "\\u2028";
      case '\u2029' -> "\\u2029";
      default ->
          c < ' ' || (c >= 0x7f && c < 0xa0) ? "\\x%02x".formatted((int) c) : String.valueOf(c);
    };
  }

  private void summaries(Throwable thrown, String role, Set<Throwable> seen) {
    if (!room || !seen.add(thrown)) {
      return;
    }
    add(role);
    add(summary(thrown));
    for (Throwable suppressed : thrown.getSuppressed()) {
      summaries(suppressed, "; suppressed ", seen);
    }
    if (thrown.getCause() != null) {
      summaries(thrown.getCause(), "; caused by ", seen);
    }
  }

  private void frames(Throwable thrown, StackTraceElement[] outer, Set<Throwable> seen) {
    if (!room || !seen.add(thrown)) {
      return;
    }
    StackTraceElement[] frames = thrown.getStackTrace();
    int shared = sharedFrames(frames, outer);
    add(" --");
    for (int i = 0; i < frames.length - shared && room; i++) {
      add(" at ");
      add(frame(frames[i]));
    }
    if (shared > 0) {
      add(" … " + shared + " more");
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      frames(suppressed, frames, seen);
    }
    if (thrown.getCause() != null) {
      frames(thrown.getCause(), frames, seen);
    }
  }

  private void add(String text) {
    room = room && line.test(text);
  }

  /** An exception of an app may fail when it is asked for its message. */
  private static String summary(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (RuntimeException e) {
      return thrown.getClass().getName() + " (whose message failed with " + e.getClass() + ")";
    }
  }

  private static String frame(StackTraceElement frame) {
    String place = frame.isNativeMethod() ? "native" : String.valueOf(frame.getFileName());
    String line = frame.getLineNumber() >= 0 ? ":" + frame.getLineNumber() : "";
    return frame.getClassName() + "." + frame.getMethodName() + "(" + place + line + ")";
  }

  private static int sharedFrames(StackTraceElement[] frames, StackTraceElement[] outer) {
    int shared = 0;
    while (shared < frames.length
        && shared < outer.length
        && frames[frames.length - 1 - shared].equals(outer[outer.length - 1 - shared])) {
      shared++;
    }
    return shared;
  }

  private static Set<Throwable> seen() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
