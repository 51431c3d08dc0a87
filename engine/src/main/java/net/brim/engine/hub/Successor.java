package net.brim.engine.hub;

import io.netty.channel.ChannelHandler;

/**
 * Serves a connection on the loop once the connection's own thread has handed it over, as a
 * protocol of many streams does. All methods are called by the loop.
 */
public interface Successor {

  /** The connection was gone before it was handed over; nothing else is called. */
  void closed();

  /** Gets the bytes and the events of the channel, behind the connection itself. */
  ChannelHandler handler();

  /** Sends what threads have gathered; after {@link Connection#flushLater}. */
  void flush();

  /** Looks at deadlines, some ten times a second. */
  void tick(long clock);

  /** The server goes away: no further request is to be awaited. */
  void drain();
}
