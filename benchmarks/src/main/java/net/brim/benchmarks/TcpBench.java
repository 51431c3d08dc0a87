package net.brim.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * TCP echoes beside each other, one measured at a time in turn, round after round: messages a
 * second, and messages for each second of the server's processor time.
 */
final class TcpBench {

  private static final int CONNECTIONS = 64;
  private static final int WARM_UP_SECONDS = 5;
  private static final List<Integer> SIZES = List.of(1024, 64 * 1024);
  private static final String YARDSTICK = "raw Netty";
  private static final String BRIM = "Brim";
  private static final String EVENTLET = "eventlet";

  private final Workplace work;
  private final int rounds;
  private final int seconds;

  /** One server with messages of one length; its figures round after round. */
  private record Cell(
      String name,
      int bytes,
      ServerProcess server,
      EchoClient client,
      List<Double> rates,
      List<Double> perCpu) {

    List<Double> ratiosTo(Cell other) {
      var ratios = new ArrayList<Double>();
      for (int i = 0; i < perCpu.size(); i++) {
        ratios.add(perCpu.get(i) / other.perCpu.get(i));
      }
      return ratios;
    }
  }

  TcpBench(Workplace work, int rounds, int seconds) {
    this.work = work;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  void run() throws IOException, InterruptedException {
    var servers = new LinkedHashMap<String, ServerProcess>();
    var cells = new ArrayList<Cell>();
    try {
      start(servers, YARDSTICK, new JavaCommand("RawNettyEcho", work));
      start(servers, BRIM, new BrimCommands(work)::echo);
      start(servers, EVENTLET, new PythonCommands(work)::echo);
      for (int bytes : SIZES) {
        for (Map.Entry<String, ServerProcess> server : servers.entrySet()) {
          EchoClient client = EchoClient.start(server.getValue().port(), CONNECTIONS, bytes);
          cells.add(
              new Cell(
                  server.getKey(),
                  bytes,
                  server.getValue(),
                  client,
                  new ArrayList<>(),
                  new ArrayList<>()));
        }
      }
      measure(cells);
    } finally {
      cells.forEach(cell -> cell.client().close());
      servers.values().forEach(ServerProcess::close);
    }
    SIZES.forEach(bytes -> print(cells.stream().filter(cell -> cell.bytes() == bytes).toList()));
    System.out.printf(
        "%nMedians of %d rounds of %d s; %d connections, each with one message on its way; servers"
            + " on processor 0, the load%non processor 1. Ratio: messages for each CPU-second, to"
            + " raw Netty's in the same round. Goals: 0.90, and 5 times%nthose of eventlet.%n",
        rounds, seconds, CONNECTIONS);
  }

  private void start(Map<String, ServerProcess> servers, String name, Contender.Command command)
      throws IOException, InterruptedException {
    Progress.say("starting " + name);
    int port = Workplace.freePort();
    try {
      servers.put(
          name,
          ServerProcess.start(
              command.write(port, false), port, false, work.path(name.replace(' ', '-') + ".out")));
    } catch (UnavailableException e) {
      Progress.say("  " + name + ": " + e.reason());
    }
  }

  private void measure(List<Cell> cells) throws IOException {
    for (Cell cell : cells) {
      Progress.say("warming up: %s, %d bytes".formatted(cell.name(), cell.bytes()));
      long _ = cell.client().run(WARM_UP_SECONDS);
    }
    for (int round = 1; round <= rounds; round++) {
      for (Cell cell : cells) {
        Progress.say(
            "round %d of %d: %s, %d bytes".formatted(round, rounds, cell.name(), cell.bytes()));
        double before = cell.server().cpuSeconds();
        long messages = cell.client().run(seconds);
        cell.perCpu().add(messages / (cell.server().cpuSeconds() - before));
        cell.rates().add((double) messages / seconds);
      }
    }
  }

  private static void print(List<Cell> cells) {
    System.out.printf(
        "%nEcho of %,d bytes%n%-12s %12s %12s %12s %8s %8s%n",
        cells.getFirst().bytes(),
        "server",
        "messages/s",
        "per CPU-s",
        "MB/CPU-s",
        "ratio",
        "lowest");
    for (Cell cell : cells) {
      double perCpu = Median.of(cell.perCpu());
      List<Double> ratios = cell.ratiosTo(cells.getFirst());
      System.out.printf(
          "%-12s %,12.0f %,12.0f %,12.0f %8.2f %8.2f%n",
          cell.name(),
          Median.of(cell.rates()),
          perCpu,
          perCpu * cell.bytes() / 1e6,
          Median.of(ratios),
          ratios.stream().min(Double::compare).orElseThrow());
    }
    cells.stream()
        .filter(cell -> cell.name().equals(EVENTLET))
        .forEach(eventlet ->
            cells.stream()
                .filter(cell -> cell.name().equals(BRIM))
                .forEach(brim ->
                    System.out.printf(
                        "Brim to eventlet: %.1f%n", Median.of(brim.ratiosTo(eventlet)))));
  }
}
