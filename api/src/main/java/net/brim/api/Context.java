package net.brim.api;

import org.slf4j.Logger;

/** What an app can ask of the worker that it runs in; all methods may be called from any thread. */
public interface Context {

  /** The server that runs this app. */
  Server server();

  /** The logger of the subserver. */
  Logger logger();

  /** The statistics of this worker. */
  Stats stats();

  /** The JSON codec that the configuration names. */
  JsonCodec json();

  /** Whether this worker goes away: what lasts long should come to its end. */
  boolean draining();
}
