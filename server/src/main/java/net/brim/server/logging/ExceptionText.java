package net.brim.server.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * An exception on one line: all types and messages first, so that a line that is cut keeps them,
 * then the stack frames.
 *
 * <pre>
 *   a.Failed: no answer; caused by java.io.IOException: reset --
 *       at a.Client.call(Client.java:12) at … -- at a.Socket.read(Socket.java:3) … 7 more
 * </pre>
 */
final class ExceptionText {

  private final LineBuffer line;
  private final int limit;
  private boolean room = true;

  private ExceptionText(LineBuffer line, int limit) {
    this.line = line;
    this.limit = limit;
  }

  /** Adds that exception to a line, up to {@code limit}. */
  static void append(LineBuffer line, Throwable thrown, int limit) {
    var text = new ExceptionText(line, limit);
    text.summaries(thrown, "", seen());
    text.frames(thrown, new StackTraceElement[0], seen());
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
    room = room && line.text(text, limit);
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
