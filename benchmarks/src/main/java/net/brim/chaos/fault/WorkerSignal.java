package net.brim.chaos.fault;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.brim.chaos.site.Processes;

/**
 * A signal to a worker, another one each round, which another worker replaces.
 *
 * @param signal such as {@code KILL}
 */
record WorkerSignal(
    String name, String signal, List<String> brim, String expected, List<Pattern> planned)
    implements Fault {

  @Override
  public void strike(Scene scene, int round)
      throws IOException, InterruptedException, NotRecoveredException {
    long victim = scene.worker(round);
    if (!signal.equals("HUP")) {
      scene.witness().strikes(victim); // a HUP is no reason to lose anything
    }
    Processes.signal(victim, signal);
    try {
      scene.awaitOthers(Set.of(victim), scene.workers());
    } catch (NotRecoveredException e) {
      Processes.signal(victim, "CONT");
      throw e;
    }
  }

  static WorkerSignal kill() {
    return new WorkerSignal(
        "kill",
        "KILL",
        List.of(),
        "0 refused; reset: what the killed one was working on",
        List.of(Pattern.compile("killed by SIGKILL")));
  }

  static WorkerSignal killWithSpare() {
    return new WorkerSignal(
        "kill-spare", "KILL", List.of("spares = 1"), "as kill; gap under 50 ms", kill().planned());
  }

  static WorkerSignal stop() {
    return new WorkerSignal(
        "stop",
        "STOP",
        List.of("heartbeat_timeout = 2s"),
        "0 refused; slowest: 3 s; others serve 100 ms after detection",
        List.of(Pattern.compile("heartbeat"), Pattern.compile("killed by SIGKILL")));
  }

  static WorkerSignal crash() {
    return new WorkerSignal(
        "segv",
        "SEGV",
        List.of(),
        "as kill",
        List.of(
            Pattern.compile("killed by SIG(?:ABRT|SEGV)"),
            Pattern.compile("STD(?:OUT|ERR): wid:\\d+ (?:#|\\[|Aborted)")));
  }

  static WorkerSignal retire() {
    return new WorkerSignal("hup", "HUP", List.of(), Expected.NOTHING_LOST, List.of());
  }
}
