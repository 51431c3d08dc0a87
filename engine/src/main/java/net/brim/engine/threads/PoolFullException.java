package net.brim.engine.threads;

/** All threads of a pool are busy, and its queue is full. */
public final class PoolFullException extends Exception {

  private static final long serialVersionUID = 1L;

  PoolFullException(String message) {
    // Thrown again and again under overload, where a stack trace would cost most and say nothing.
    super(message, null, false, false);
  }
}
