package net.brim.engine.tls;

import java.net.SocketAddress;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * Logs handshakes that failed: each at DEBUG, and at INFO one line a minute, since anybody can make
 * any number of them.
 */
final class FailedHandshakes {

  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int LONGEST = 200;

  private final Logger logger;
  private long count;
  private long quietUntil;
  private boolean any;

  FailedHandshakes(Logger logger) {
    this.logger = logger;
  }

  /**
   * One more.
   *
   * @param now in nanoseconds of {@link System#nanoTime()}
   */
  void add(SocketAddress peer, Throwable cause, long now) {
    String reason = reason(cause);
    logger.debug("the TLS handshake with {} failed: {}", peer, reason);
    long untold = untold(now);
    if (untold == 1) {
      logger.info("the TLS handshake with {} failed: {}", peer, reason);
    } else if (untold > 1) {
      logger.info("{} more TLS handshakes failed, the latest with {}: {}", untold, peer, reason);
    }
  }

  /** A connection whose handshake was good came to another end than it should. */
  void broke(SocketAddress peer, Throwable cause) {
    logger.debug("the TLS connection of {} broke: {}", peer, reason(cause));
  }

  /** How many are to be told of now; 0 for none yet. */
  private synchronized long untold(long now) {
    count++;
    if (any && now - quietUntil < 0) {
      return 0;
    }
    any = true;
    quietUntil = now + QUIET_NANOS;
    long all = count;
    count = 0;
    return all;
  }

  /** What went wrong at the bottom of it, without the peer's bytes in full length. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
  }
}
