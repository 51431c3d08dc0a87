package net.brim.server.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a worker must not exceed, or else it is replaced.
 *
 * @param heartbeatTimeout how long a hub may not turn
 * @param maxAge how long it may live; null for any time
 * @param maxMemory how many bytes of memory it may hold; {@link #NO_LIMIT} for any
 */
public record WorkerLimits(Duration heartbeatTimeout, @Nullable Duration maxAge, long maxMemory) {

  /** Stands for any number. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  private static final Duration HEARTBEAT = Duration.ofSeconds(30);

  static WorkerLimits read(SectionReader reader) {
    return new WorkerLimits(
        reader.timeout("heartbeat_timeout", HEARTBEAT),
        reader.limit("max_age"),
        reader.size("max_memory", "none", NO_LIMIT));
  }
}
