package net.brim.server.plan;

import java.lang.reflect.InvocationTargetException;

/** Code of an app threw what it should not have; the cause is what it threw. */
public final class AppFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * What one app threw.
   *
   * @param section of the app
   * @param what of its code, such as {@code parseConf of com.example.Hello}
   * @param thrown by it; taken out where reflection wrapped it
   */
  public AppFailedException(String section, String what, Throwable thrown) {
    super("[%s] %s threw %s".formatted(section, what, unwrap(thrown)), unwrap(thrown));
  }

  private static Throwable unwrap(Throwable thrown) {
    boolean wrapper =
        thrown instanceof InvocationTargetException
            || thrown instanceof ExceptionInInitializerError;
    Throwable cause = thrown.getCause();
    return wrapper && cause != null ? cause : thrown;
  }
}
