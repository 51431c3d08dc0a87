package net.brim.engine.http;

/** Where the thread of an app was when its request had taken too long; only ever logged. */
final class LateCall extends Exception {

  private static final long serialVersionUID = 1L;

  LateCall(Thread thread) {
    super("where it was at that time", null, false, true);
    setStackTrace(thread.getStackTrace());
  }
}
