package net.brim.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs all servers beside each other, one measured at a time in turn, and prints what each did:
 * requests a second, and requests for each second of processor time that the server and its
 * children used, which noise hardly touches.
 *
 * <p>Servers are pinned to processor 0, the load to processor 1. Medians over the rounds are
 * printed, and ratios of processor figures to raw Netty's of the same round.
 */
public final class Bench {

  private static final String YARDSTICK = "raw netty";
  private static final int WARM_UP_SECONDS = 6;

  private final int rounds;
  private final int seconds;
  private final List<Server> servers = new ArrayList<>();

  /**
   * What one contender did in one round.
   *
   * @param cpu requests for each second of processor time
   */
  private record Figures(double rate, double cpu, double p50, double p99, String errors) {}

  /** A contender that runs, with what it did so far. */
  private record Server(Contender contender, Process process, List<Figures> figures) {}

  private Bench(int rounds, int seconds) {
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** Arguments: {@code http}, the number of rounds, seconds a round. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 3 || !arguments[0].equals("http")) {
      System.err.println("usage: bench http ROUNDS SECONDS");
      System.exit(2);
    }
    Path work = Files.createTempDirectory("brim-bench");
    var bench = new Bench(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    bench.run(Contenders.http(work));
  }

  private void run(List<Contender> contenders) throws IOException, InterruptedException {
    try {
      for (Contender contender : contenders) {
        servers.add(new Server(contender, start(contender), new ArrayList<>()));
      }
      for (Server server : servers) {
        progress("warming up " + server.contender().name());
        Wrk.run(server.contender(), WARM_UP_SECONDS);
      }
      for (int round = 1; round <= rounds; round++) {
        for (Server server : servers) {
          progress("round " + round + " of " + rounds + ": " + server.contender().name());
          server.figures().add(measure(server.contender(), server.process()));
        }
      }
    } finally {
      for (Server server : servers) {
        end(server.process());
      }
    }
    print();
  }

  private static Process start(Contender contender) throws IOException, InterruptedException {
    progress("starting " + contender.name());
    var command = new ArrayList<>(List.of("taskset", "-c", "0"));
    command.addAll(contender.start());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int port = java.net.URI.create(contender.url()).getPort();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        end(process);
        throw new IOException(contender.name() + " does not answer on port " + port);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return process;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Figures measure(Contender contender, Process process)
      throws IOException, InterruptedException {
    double before = CpuTime.seconds(process.toHandle());
    Wrk.Outcome outcome = Wrk.run(contender, seconds);
    double cpu = CpuTime.seconds(process.toHandle()) - before;
    return new Figures(
        outcome.requests() / outcome.seconds(),
        outcome.requests() / cpu,
        outcome.p50(),
        outcome.p99(),
        outcome.errors());
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private void print() {
    System.out.printf(
        "%n%-22s %12s %14s %8s %9s %9s  %s%n",
        "server", "requests/s", "per CPU-second", "ratio", "p50 us", "p99 us", "errors");
    List<Figures> yardstick =
        servers.stream()
            .filter(server -> server.contender().name().equals(YARDSTICK))
            .findFirst()
            .orElseThrow()
            .figures();
    servers.forEach(server -> printRow(server, yardstick));
    System.out.printf(
        "%nMedians of %d rounds of %d s; server on processor 0, wrk (64 connections) on processor 1;%n"
            + "ratio: requests for each CPU-second of the server against %s in the same round.%n",
        rounds, seconds, YARDSTICK);
  }

  private static void printRow(Server server, List<Figures> yardstick) {
    List<Figures> rows = server.figures();
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < rows.size(); i++) {
      ratios.add(rows.get(i).cpu() / yardstick.get(i).cpu());
    }
    System.out.printf(
        "%-22s %12.0f %14.0f %8.2f %9.0f %9.0f  %s%n",
        server.contender().name(),
        median(rows.stream().map(Figures::rate).toList()),
        median(rows.stream().map(Figures::cpu).toList()),
        median(ratios),
        median(rows.stream().map(Figures::p50).toList()),
        median(rows.stream().map(Figures::p99).toList()),
        rows.stream().map(Figures::errors).filter(text -> !text.isEmpty()).findFirst().orElse("-"));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void progress(String line) {
    System.err.println(line);
  }
}
