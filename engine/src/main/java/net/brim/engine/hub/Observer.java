package net.brim.engine.hub;

/** How a server keeps track of its connections; called by the loop. */
public interface Observer {
  /** Bytes came from the socket. */
  void read(long bytes);

  /** Bytes were given to the socket. */
  void written(long bytes);

  /** The connection is no more, here at least. */
  void closed();

  /** The protocol failed in a way that it did not expect. */
  void failed(Connection connection, Throwable failure);
}
