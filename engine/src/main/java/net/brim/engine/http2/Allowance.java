package net.brim.engine.http2;

/**
 * How much a client may ask of us that is no part of a request: frames that cost it little and us
 * something. Each takes from a credit that time and answered requests give back; a client without
 * credit is ended with ENHANCE_YOUR_CALM.
 *
 * <p>One measure for all floods: of PING, SETTINGS, PRIORITY, WINDOW_UPDATE, CONTINUATION, unknown
 * and empty DATA frames, of requests that are reset (CVE-2023-44487), and of mistakes that have us
 * reset (CVE-2025-8671).
 */
final class Allowance {

  /** The credit of a new connection, and the most there is. */
  static final int MOST = 1000;

  /** An ordinary frame that asks for nothing but to be read, and perhaps for an answer. */
  static final int FRAME = 1;

  /** An empty frame where none is ever needed. */
  static final int EMPTY = 5;

  /** New settings, which every stream has to hear of. */
  static final int SETTINGS = 10;

  /** A stream that was opened for nothing: reset by the client, or by us for its mistakes. */
  static final int STREAM = 5;

  private static final int TICK_GIVES = 10;
  private static final int RESPONSE_GIVES = 10;

  /** As many as a client may answer to one DATA frame: a WINDOW_UPDATE for it and its stream. */
  private static final int DATA_GIVES = 2;

  private int credit = MOST;

  /** Takes a cost away; false where there is no credit left. */
  boolean charge(int cost) {
    credit -= cost;
    return credit >= 0;
  }

  /** A tenth of a second has passed. */
  void tick() {
    give(TICK_GIVES);
  }

  /** A request was answered to its end. */
  void response() {
    give(RESPONSE_GIVES);
  }

  /** We sent a DATA frame. */
  void data() {
    give(DATA_GIVES);
  }

  private void give(int amount) {
    credit = Math.min(MOST, credit + amount);
  }
}
