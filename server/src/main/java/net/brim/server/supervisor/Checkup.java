package net.brim.server.supervisor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import net.brim.server.config.WorkerLimits;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.supervisor.WorkerHandle.State;
import org.jspecify.annotations.Nullable;

/**
 * Finds workers that have grown too old or too large, and asks for others in their place: once for
 * each of them.
 */
final class Checkup {

  /** What is known of workers, and what becomes of those that are to be replaced. */
  interface Practice {
    /** How many bytes of memory a worker holds; empty where it is gone. */
    OptionalLong memory(WorkerHandle worker);

    /** How many bytes all workers may hold together; empty where there is no limit. */
    OptionalLong memoryOfAll();

    /** How many workers there are to be, of all subservers. */
    int workers();

    /** Has a worker replaced. */
    void replace(WorkerHandle worker, String why);
  }

  private static final long PAUSE_MILLIS = 2_000;

  /** So many times in a row a worker has to be too large: garbage comes and goes. */
  private static final int SAMPLES = 2;

  /** By one part in so many, at most, workers that began together are replaced before their age. */
  private static final int SPREAD = 20;

  /** Far from any fraction with a small denominator, so that near numbers are spread well. */
  private static final double GOLDEN = 0.6180339887498949;

  private static final long NEVER = Long.MAX_VALUE;

  private final Practice practice;
  private final Map<WorkerHandle, Integer> tooLarge = new HashMap<>();
  private boolean saidLimit;
  private long lookAt = NEVER;

  Checkup(Practice practice) {
    this.practice = practice;
  }

  /** A worker has become ready at {@code now}, in milliseconds. */
  void begin(WorkerHandle worker, long now) {
    WorkerLimits limits = limits(worker);
    if (worker.state() == State.READY
        && (limits.maxAge() != null || limits.maxMemory() != WorkerLimits.NO_LIMIT)) {
      tooLarge.put(worker, 0);
      lookAt = Math.min(lookAt, now + PAUSE_MILLIS);
    }
  }

  /** When {@link #look} has something to do, in milliseconds. */
  long nextLook() {
    return lookAt;
  }

  /** Does what is due at {@code now}. */
  void look(long now) {
    if (now < lookAt) {
      return;
    }
    for (Iterator<WorkerHandle> workers = tooLarge.keySet().iterator(); workers.hasNext(); ) {
      WorkerHandle worker = workers.next();
      String why = worker.state() == State.READY ? why(worker, now) : null;
      if (why != null) {
        practice.replace(worker, why);
      }
      if (why != null || worker.state() != State.READY) {
        workers.remove();
      }
    }
    lookAt = tooLarge.isEmpty() ? NEVER : now + PAUSE_MILLIS;
  }

  private @Nullable String why(WorkerHandle worker, long now) {
    String why = whyByAge(worker, now);
    return why == null ? whyByMemory(worker) : why;
  }

  private static @Nullable String whyByAge(WorkerHandle worker, long now) {
    Duration limit = limits(worker).maxAge();
    long age = worker.uptime(now);
    return limit != null && age >= spread(limit.toMillis(), worker.pid())
        ? "it is %s old, limit %s (max_age)"
            .formatted(Durations.describe(Duration.ofMillis(age)), Durations.describe(limit))
        : null;
  }

  private static long spread(long limit, int pid) {
    double fraction = pid * GOLDEN % 1;
    return limit - (long) (limit / (double) SPREAD * fraction);
  }

  private @Nullable String whyByMemory(WorkerHandle worker) {
    long limit = limits(worker).maxMemory();
    if (limit == WorkerLimits.NO_LIMIT) {
      return null;
    }
    limit = Math.min(limit, share(limit));
    long held = practice.memory(worker).orElse(0);
    int samples = held > limit ? tooLarge.getOrDefault(worker, 0) + 1 : 0;
    tooLarge.put(worker, samples);
    return samples >= SAMPLES
        ? "it holds %s of memory, limit %s (max_memory)"
            .formatted(megabytes(held), megabytes(limit))
        : null;
  }

  /** A worker's part of what the container has. */
  private long share(long configured) {
    OptionalLong all = practice.memoryOfAll();
    if (all.isEmpty()) {
      return configured;
    }
    long share = all.getAsLong() / Math.max(1, practice.workers());
    if (share < configured && !saidLimit) {
      saidLimit = true;
      Log.main()
          .log(
              Severity.WARNING,
              "max_memory is %s, but the container has %s for %d workers: %s is the limit of each"
                  .formatted(
                      megabytes(configured),
                      megabytes(all.getAsLong()),
                      practice.workers(),
                      megabytes(share)));
    }
    return share;
  }

  private static String megabytes(long bytes) {
    return "%d MB".formatted(bytes >> 20);
  }

  private static WorkerLimits limits(WorkerHandle worker) {
    return worker.slot().subserver().settings().limits();
  }
}
