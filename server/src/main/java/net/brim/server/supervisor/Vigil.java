package net.brim.server.supervisor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.brim.os.Signals;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.supervisor.WorkerHandle.State;
import net.brim.server.vitals.ProcessFiles;

/**
 * Finds workers that are ready and have a hub that does not turn, has them show what they are at,
 * and ends them.
 *
 * <pre>
 *   READY ──silent for heartbeat_timeout──▶ STUCK: steered around, SIGQUIT ──1 s──▶ SIGKILL
 *                                             └──stopped, so that it can show nothing──▲
 * </pre>
 */
final class Vigil {

  /** What reaches workers. */
  interface Hands {
    /** Sends one of them a signal. */
    void signal(WorkerHandle worker, int signal);

    /** Sends new connections, and those that wait, to workers that are ready. */
    void steer();
  }

  /** How long a worker has to write its thread dump. */
  private static final long DUMP_MILLIS = 1_000;

  private static final long LOOKS_A_TIMEOUT = 10;
  private static final long SHORTEST_PAUSE = 50;
  private static final long LONGEST_PAUSE = 1_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final Hands hands;
  private final PatientClock clock = new PatientClock();
  private final Map<WorkerHandle, PulseCheck> checks = new HashMap<>();
  private final Map<WorkerHandle, Long> killTimes = new HashMap<>();
  private long pause = LONGEST_PAUSE;
  private long lookAt = NEVER;

  Vigil(Hands hands) {
    this.hands = hands;
  }

  /**
   * A worker has become ready at {@code now}, in milliseconds, or is in whatever state because
   * another program of this process has looked after it until now.
   */
  void begin(WorkerHandle worker, long now) {
    if (worker.state() == State.STUCK) {
      killTimes.put(worker, now);
    } else if (worker.state() == State.READY && worker.vitals().vitals().hubs() > 0) {
      checks.put(worker, new PulseCheck(worker.vitals().vitals(), patientTime(now)));
      schedule(now);
    }
  }

  /** When {@link #look} has something to do, in milliseconds. */
  long nextLook() {
    return killTimes.values().stream().reduce(lookAt, Math::min);
  }

  /** Does what is due at {@code now}. */
  void look(long now) {
    if (now >= lookAt) {
      checks.keySet().removeIf(worker -> worker.state() != State.READY);
      long time = patientTime(now);
      checks.forEach((worker, check) -> examine(worker, check, time, now));
      schedule(now);
    }
    List.copyOf(killTimes.keySet()).forEach(worker -> endIfDue(worker, now));
  }

  private long patientTime(long now) {
    return clock.at(now, 2 * pause);
  }

  private void schedule(long now) {
    pause = checks.keySet().stream().mapToLong(Vigil::pause).min().orElse(LONGEST_PAUSE);
    lookAt = checks.isEmpty() ? NEVER : now + pause;
  }

  private static long pause(WorkerHandle worker) {
    return Math.clamp(limit(worker).toMillis() / LOOKS_A_TIMEOUT, SHORTEST_PAUSE, LONGEST_PAUSE);
  }

  private void examine(WorkerHandle worker, PulseCheck check, long time, long now) {
    int hub = check.listen(time);
    long silence = check.silence(hub, time);
    if (silence > limit(worker).toMillis()) {
      stuck(worker, hub, Duration.ofMillis(silence), now);
    }
  }

  private void stuck(WorkerHandle worker, int hub, Duration silence, long now) {
    boolean stopped = new ProcessFiles(worker.pid()).isStopped();
    Log.main()
        .log(
            Severity.ERROR,
            "%s: hub %d has not turned for %s, limit %s (heartbeat_timeout); %s"
                .formatted(
                    worker,
                    hub,
                    Durations.describe(silence),
                    Durations.describe(limit(worker)),
                    stopped
                        ? "it is stopped by a signal: killing it"
                        : "its thread dump follows, then it is killed"));
    worker.becameStuck();
    hands.steer();
    if (!stopped) {
      hands.signal(worker, Signals.QUIT);
    }
    killTimes.put(worker, stopped ? now : now + DUMP_MILLIS);
  }

  private void endIfDue(WorkerHandle worker, long now) {
    if (worker.state() == State.GONE) {
      killTimes.remove(worker);
    } else if (now >= killTimes.getOrDefault(worker, NEVER)) {
      killTimes.remove(worker);
      hands.signal(worker, Signals.KILL);
    }
  }

  private static Duration limit(WorkerHandle worker) {
    return worker.slot().subserver().settings().limits().heartbeatTimeout();
  }
}
