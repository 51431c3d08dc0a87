package net.brim.server.config;

/** Which threads of a worker the apps run on. */
public enum WorkerModel {
  /** The virtual thread of the connection, on its event loop: for apps that mostly wait. */
  VIRTUAL,
  /** A pool of platform threads: for apps that use much CPU time. */
  THREADED,
  /** One platform thread: for apps that serve one request at a time. */
  SINGLE
}
