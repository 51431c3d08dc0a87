package net.brim.engine.hub;

import io.netty.channel.ChannelPipeline;

/** Something between the socket of a connection and its protocol, such as TLS. */
@FunctionalInterface
public interface Layer {

  /** Loop: adds its handlers to a new connection, above those that are there. */
  void add(ChannelPipeline pipeline, Connection connection);

  /** The server is closed. */
  default void close() {}
}
