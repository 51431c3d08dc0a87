package net.brim.server.logging;

import java.nio.file.Path;

/** Connects to the socket of a syslog daemon. */
@FunctionalInterface
interface Datagrams {

  /**
   * A connection to that socket.
   *
   * @throws net.brim.os.OsException where nobody listens
   */
  Connection connect(Path socket);

  /** A connected socket. */
  interface Connection extends AutoCloseable {

    /** Sends a datagram without waiting; false where the reader is slow, full or gone. */
    boolean send(byte[] bytes, int length);

    @Override
    void close();
  }
}
