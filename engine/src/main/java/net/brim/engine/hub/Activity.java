package net.brim.engine.hub;

/** What a connection is about. */
public enum Activity {
  /** Nothing, between two messages or before the first. */
  IDLE,
  /** A message or its answer. */
  MESSAGE,
  /** A conversation without messages of its own, such as a WebSocket. */
  CONVERSATION,
  /** Streams. */
  STREAMS,
  /** The peer's last bytes. */
  END
}
