package net.brim.api;

/**
 * A background service in a process of its own, which is started again whenever it ends.
 *
 * <p>The shortest daemon is a public class that implements this interface and has a public
 * constructor {@code (String name, Conf conf)}; one with settings of its own implements {@link
 * Factory}. Either is named by the option {@code call} of a section that {@code daemons} lists.
 */
@FunctionalInterface
public interface Daemon {

  /**
   * Runs until the worker goes away, which {@link DaemonContext#draining} tells; called once, on a
   * platform thread. Where it returns before that, or throws, its process ends and a new one makes
   * a new daemon.
   *
   * @throws Exception is logged
   */
  void run(DaemonContext context) throws Exception;

  /**
   * Makes the daemon of a section.
   *
   * @param <S> the daemon's own settings
   */
  interface Factory<S> extends AppFactory<S, Daemon> {}
}
