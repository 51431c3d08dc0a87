package net.brim.api;

import java.util.Map;

/** What an app can ask of the server that runs it. */
public interface Server {

  /**
   * The section of the subserver, as it was written in the configuration: {@code http}, {@code
   * wsgi#admin}.
   */
  String name();

  /** The index of this worker in its subserver, from 0. */
  int slot();

  /**
   * The statistics of all workers of all subservers, as nested maps of names to {@link Long}s and,
   * where one has grown beyond them, {@link java.math.BigInteger}s. Zero values are left out.
   */
  Map<String, Object> stats();
}
