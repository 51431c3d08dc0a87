package net.brim.os.service;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.brim.os.OsException;

/** Binds an address that another program may still have: again and again, for a while. */
public final class AddressRetry {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Duration limit;
  private final Pause pause;
  private final LongSupplier nanoTime;

  /** Waits between two attempts. */
  @FunctionalInterface
  public interface Pause {

    /** Returns after that time, or throws where there is no point in going on. */
    void sleep(Duration time) throws InterruptedException;
  }

  /** Binds something. */
  @FunctionalInterface
  public interface Binding<T> {

    /**
     * Binds once.
     *
     * @throws OsException with {@link OsException#EADDRINUSE} where the address is taken
     */
    T bind() throws InterruptedException;
  }

  /** Tries for up to that time. */
  public AddressRetry(Duration limit, Pause pause) {
    this(limit, pause, System::nanoTime);
  }

  AddressRetry(Duration limit, Pause pause, LongSupplier nanoTime) {
    this.limit = limit;
    this.pause = pause;
    this.nanoTime = nanoTime;
  }

  /**
   * Binds.
   *
   * @param busy called once, where the first attempt has found the address taken and others follow
   * @throws OsException where the address cannot be had, or not in time
   */
  public <T> T bind(Binding<T> binding, Consumer<OsException> busy) throws InterruptedException {
    long deadline = nanoTime.getAsLong() + limit.toNanos();
    boolean told = false;
    while (true) {
      try {
        return binding.bind();
      } catch (OsException e) {
        if (e.errno() != OsException.EADDRINUSE || nanoTime.getAsLong() - deadline >= 0) {
          throw e;
        }
        if (!told) {
          told = true;
          busy.accept(e);
        }
        pause.sleep(PAUSE);
      }
    }
  }
}
