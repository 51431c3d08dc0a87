package net.brim.server.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** What a worker does for its subserver, from its start to its end. */
interface Service {

  /** Does what it can of {@link #begin} while it has no slot; then that takes less. */
  default void prepare() throws IOException {}

  /** Begins; from now on, it can serve clients. */
  void begin() throws IOException;

  /**
   * Takes connections, or datagrams, from those sockets and from no others.
   *
   * @param sockets such as {@code 1.0}, the first socket of the second address
   */
  void accept(List<String> sockets);

  /** Accepts no more connections; when this returns, none is accepted. */
  void cease();

  /**
   * Takes nothing new on, and finishes what runs.
   *
   * @return whether all was finished within that time
   */
  boolean drain(Duration limit) throws InterruptedException;

  /**
   * Takes nothing new on, since others do from now on, and finishes what runs or leaves it to them.
   *
   * @return whether nothing was left within that time
   */
  default boolean retire(Duration limit) throws InterruptedException {
    return drain(limit);
  }

  /**
   * Takes nothing new on, though nobody may be left who does, and finishes what runs and whatever
   * clients ask for next.
   *
   * @return whether nothing was left within that time
   */
  default boolean finishAlone(Duration limit) throws InterruptedException {
    return drain(limit);
  }

  /** The exit status of what has come to its end by itself; empty while it has not. */
  default OptionalInt ended() {
    return OptionalInt.empty();
  }

  /** What is not finished, such as {@code 3 connections}. */
  String unfinished();

  /** Ends what is left. */
  void close();
}
