package net.brim.engine.http;

import net.brim.api.Request;
import org.jspecify.annotations.Nullable;

/**
 * The request that the current thread works on, so that any log line can carry its transaction id.
 */
public final class CurrentRequest {

  private static final ThreadLocal<CurrentRequest> OF_THREAD = new ThreadLocal<>();

  private @Nullable Request request;

  private CurrentRequest() {}

  /** The request, or null outside of any. */
  public static @Nullable Request get() {
    CurrentRequest current = OF_THREAD.get();
    return current == null ? null : current.request;
  }

  /**
   * Makes this thread one that works on requests, once; each is then an assignment and no
   * thread-local write.
   */
  public static CurrentRequest bind() {
    CurrentRequest current = new CurrentRequest();
    OF_THREAD.set(current);
    return current;
  }

  /** That of this thread, bound where it is not. */
  static CurrentRequest ofThread() {
    CurrentRequest current = OF_THREAD.get();
    return current == null ? bind() : current;
  }

  /** Says which request the thread works on now, null for none. */
  public void set(@Nullable Request request) {
    this.request = request;
  }
}
