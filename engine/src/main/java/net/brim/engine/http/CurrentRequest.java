package net.brim.engine.http;

import java.lang.ScopedValue.CallableOp;
import net.brim.api.Request;
import org.jspecify.annotations.Nullable;

/**
 * The request that the current thread works on, so that any log line can carry its transaction id.
 */
public final class CurrentRequest {

  private static final ScopedValue<Request> OF_THREAD = ScopedValue.newInstance();

  private CurrentRequest() {}

  /** The request, or null outside of any. */
  public static @Nullable Request get() {
    return OF_THREAD.isBound() ? OF_THREAD.get() : null;
  }

  /** Does something for a request, on this thread. */
  public static <R extends @Nullable Object, X extends Throwable> R during(
      Request request, CallableOp<? extends R, X> work) throws X {
    return ScopedValue.where(OF_THREAD, request).call(work);
  }
}
