package net.brim.benchmarks;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Runs all servers beside each other, one measured at a time in turn, round after round: requests a
 * second, and requests for each second of processor time that the server and its children used,
 * which noise hardly touches.
 */
final class HttpComparison {

  /** How many connections wrk has. */
  static final int CONNECTIONS = 64;

  private static final int MAX_WARM_UP_SECONDS = 5;

  /** The second time, connections of the first have ended, which is new to a compiler too. */
  private static final int WARM_UPS = 2;

  private final HttpOptions options;
  private final Workplace work;
  private final Wrk wrk;
  private final List<Cell> cells = new ArrayList<>();
  private final Map<Cell, ServerProcess> servers = new HashMap<>();
  private final Progress progress = new Progress();

  HttpComparison(HttpOptions options, Workplace work) {
    this.options = options;
    this.work = work;
    this.wrk = new Wrk(work);
  }

  /** All cells, scenario after scenario, those without figures too. */
  List<Cell> run() throws IOException, InterruptedException, GeneralSecurityException {
    List<Contender> contenders = options.contenders(Contenders.all(work));
    for (Scenario scenario : options.scenarios()) {
      contenders.stream()
          .filter(contender -> contender.scenarios().contains(scenario))
          .forEach(contender -> cells.add(new Cell(contender, scenario)));
    }
    try {
      for (Contender contender : contenders) {
        start(contender, false);
        start(contender, true);
      }
      probe();
      measureAll();
    } finally {
      for (ServerProcess server : Set.copyOf(servers.values())) {
        server.close();
      }
    }
    return cells;
  }

  private void start(Contender contender, boolean tls) throws InterruptedException, IOException {
    List<Cell> served =
        cells.stream()
            .filter(cell -> cell.contender().equals(contender))
            .filter(cell -> cell.scenario().tls() == tls && cell.missing() == null)
            .toList();
    if (served.isEmpty()) {
      return;
    }
    String name = contender.name() + (tls ? " with TLS" : "");
    Progress.say("starting " + name);
    try {
      int port = Workplace.freePort();
      List<String> command = contender.command().write(port, tls);
      var output = work.path(contender.key() + (tls ? "-tls.out" : ".out"));
      ServerProcess server = ServerProcess.start(command, port, tls, output);
      served.forEach(cell -> servers.put(cell, server));
    } catch (UnavailableException e) {
      Progress.say("  " + name + ": " + e.reason());
      served.forEach(cell -> cell.missing(e.reason()));
    }
  }

  private void probe() throws IOException, InterruptedException, GeneralSecurityException {
    try (var probe = new Probe(work)) {
      for (Cell cell : cells) {
        ServerProcess server = servers.get(cell);
        if (server != null) {
          probe(probe, cell, server);
        }
      }
    }
  }

  private void probe(Probe probe, Cell cell, ServerProcess server) throws InterruptedException {
    try {
      probe.check(server.origin(), cell.scenario());
    } catch (UnavailableException e) {
      fail(cell, e.reason());
    }
  }

  private void measureAll() throws IOException, InterruptedException {
    List<Cell> measured = cells.stream().filter(cell -> cell.missing() == null).toList();
    int warmUp = Math.min(options.seconds(), MAX_WARM_UP_SECONDS);
    progress.expect(measured.size(), WARM_UPS * warmUp, options.rounds(), options.seconds());
    for (Cell cell : measured) {
      for (int i = 0; i < WARM_UPS; i++) {
        measure(cell, "warming up", warmUp);
      }
    }
    for (int round = 1; round <= options.rounds(); round++) {
      for (Cell cell : measured) {
        String phase = "round " + round + " of " + options.rounds();
        Cell.Figures figures = measure(cell, phase, options.seconds());
        if (figures.rate() > 0) {
          cell.add(round, figures);
        } else {
          fail(cell, "answered nothing in " + phase);
        }
      }
    }
  }

  private Cell.Figures measure(Cell cell, String phase, int seconds)
      throws IOException, InterruptedException {
    progress.step(phase + ", " + cell.scenario().key() + ": " + cell.contender().name(), seconds);
    ServerProcess server = Objects.requireNonNull(servers.get(cell));
    double before = server.cpuSeconds();
    Wrk.Outcome outcome = wrk.run(server.origin(), cell.scenario(), CONNECTIONS, seconds);
    double cpu = server.cpuSeconds() - before;
    return new Cell.Figures(
        outcome.rate(),
        outcome.requests() / cpu,
        outcome.p50(),
        outcome.p99(),
        outcome.p999(),
        outcome.errors());
  }

  private static void fail(Cell cell, String reason) {
    Progress.say("  " + cell.contender().name() + ", " + cell.scenario().key() + ": " + reason);
    cell.missing(reason);
  }
}
