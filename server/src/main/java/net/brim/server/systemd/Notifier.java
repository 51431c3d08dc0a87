package net.brim.server.systemd;

import java.time.Duration;

/**
 * Tells whoever watches over this process how it is. It never waits, and is for one thread: the
 * supervisor's loop.
 */
public interface Notifier {

  /** For a process that nothing watches over. */
  Notifier NONE = new NoNotifier();

  /** All workers are ready: after the start, or after a reload, whether or not it succeeded. */
  void ready();

  /** The configuration is about to be read anew; {@link #ready} follows. */
  void reloading();

  /** The server begins to end, which may take that long. */
  void stopping(Duration atMost);

  /** What is to be seen of it, as one line. */
  void status(String line);

  /**
   * Has a copy of a listening socket kept, for the process that follows should this one be killed.
   *
   * @param name tells it from others; sockets of one name are forgotten together
   */
  void keep(String name, int descriptor);

  /** Has the sockets of that name kept no longer. */
  void forget(String name);

  /**
   * The loop turns.
   *
   * @param now in milliseconds, of a clock that only goes forward
   * @return when it has to turn again at the latest
   */
  long alive(long now);

  /** Sends what could not be sent yet, as far as that can be without much waiting. */
  void close();
}
