package net.brim.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Echoes of datagrams by several servers beside each other, one measured at a time in turn, round
 * after round; see {@link HttpComparison}.
 */
final class UdpComparison {

  /** Bytes of a datagram. */
  static final List<Integer> SIZES = List.of(64, 1024);

  static final String BRIM = "brim";
  private static final String EVENTLET_LOOP = "eventlet-loop";

  private static final int MAX_WARM_UP_SECONDS = 5;
  private static final int ANSWER_MILLIS = 300;
  private static final Pattern FIGURES =
      Pattern.compile("figures: (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

  private final HttpOptions options;
  private final Workplace work;
  private final Progress progress = new Progress();
  private final Map<Contender, ServerProcess> servers = new LinkedHashMap<>();
  private final List<UdpRow> rows = new ArrayList<>();

  UdpComparison(HttpOptions options, Workplace work) {
    this.options = options;
    this.work = work;
  }

  static List<Contender> contenders(Workplace work) {
    var brim = new BrimCommands(work);
    return List.of(
        contender(Contenders.YARDSTICK, "raw Netty", new JavaCommand("RawNettyUdp", work)),
        contender(BRIM, "Brim", (port, tls) -> brim.udpEcho("127.0.0.1", port)),
        contender("brim-any", "Brim, all addresses", (port, tls) -> brim.udpEcho("*", port)),
        contender(
            Contenders.EVENTLET,
            "eventlet, thread each",
            (port, tls) -> new PythonCommands(work).udpEchoSpawning(port)),
        contender(
            EVENTLET_LOOP,
            "eventlet, loop",
            (port, tls) -> new PythonCommands(work).udpEcho(port)));
  }

  private static Contender contender(String key, String name, Contender.Command command) {
    return new Contender(key, name, Set.of(), Map.of(), command);
  }

  /** A row for each server and size, those without figures too. */
  List<UdpRow> run() throws IOException, InterruptedException {
    List<Contender> contenders = options.contenders(contenders(work));
    for (int size : SIZES) {
      contenders.forEach(contender -> rows.add(new UdpRow(contender, size)));
    }
    try {
      for (Contender contender : contenders) {
        start(contender);
      }
      measureAll();
    } finally {
      servers.values().forEach(ServerProcess::close);
    }
    return rows;
  }

  private void start(Contender contender) throws IOException, InterruptedException {
    Progress.say("starting " + contender.name());
    int port = Workplace.freePort();
    try {
      servers.put(
          contender,
          ServerProcess.start(
              contender.command().write(port, false),
              "udp",
              port,
              () -> echoes(port),
              work.path(contender.key() + ".out")));
    } catch (UnavailableException e) {
      Progress.say("  " + contender.name() + ": " + e.reason());
      rows.stream()
          .filter(row -> row.contender().equals(contender))
          .forEach(row -> row.missing(e.reason()));
    }
  }

  /** Whether a datagram comes back as it was. */
  static boolean echoes(int port) {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.connect(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(ANSWER_MILLIS);
      byte[] sent = "is anybody there?".getBytes(StandardCharsets.US_ASCII);
      socket.send(new DatagramPacket(sent, sent.length));
      var answer = new DatagramPacket(new byte[sent.length + 1], sent.length + 1);
      socket.receive(answer);
      return Arrays.equals(sent, Arrays.copyOf(answer.getData(), answer.getLength()));
    } catch (IOException e) {
      return false;
    }
  }

  private void measureAll() throws IOException, InterruptedException {
    List<UdpRow> measured = rows.stream().filter(row -> row.missing() == null).toList();
    int warmUp = Math.min(options.seconds(), MAX_WARM_UP_SECONDS);
    progress.expect(measured.size(), warmUp, options.rounds(), options.seconds());
    for (UdpRow row : measured) {
      measure(row, "warming up", warmUp);
    }
    for (int round = 1; round <= options.rounds(); round++) {
      for (UdpRow row : measured) {
        row.add(
            round, measure(row, "round " + round + " of " + options.rounds(), options.seconds()));
      }
    }
  }

  private Cell.Figures measure(UdpRow row, String phase, int seconds)
      throws IOException, InterruptedException {
    progress.step("%s, %d bytes: %s".formatted(phase, row.size(), row.contender().name()), seconds);
    ServerProcess server = servers.get(row.contender());
    if (server == null) {
      throw new IllegalStateException(row.contender().name() + " does not run");
    }
    double before = server.cpuSeconds();
    Matcher figures = load(server.port(), row.size(), seconds);
    double cpu = server.cpuSeconds() - before;
    long answers = Long.parseLong(figures.group(1));
    return new Cell.Figures(
        answers / (Long.parseLong(figures.group(2)) / 1e6),
        answers / cpu,
        Double.parseDouble(figures.group(3)),
        Double.parseDouble(figures.group(4)),
        Double.parseDouble(figures.group(5)),
        Long.parseLong(figures.group(6)));
  }

  private static Matcher load(int port, int size, int seconds)
      throws IOException, InterruptedException {
    List<String> command =
        JavaCommand.client(
            "UdpClient", Integer.toString(port), Integer.toString(size), "" + seconds);
    Process load = new ProcessBuilder(Cores.load(command)).redirectErrorStream(true).start();
    String output = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = load.waitFor();
    Matcher figures = FIGURES.matcher(output);
    if (status != 0 || !figures.find()) {
      throw new IOException("the load ended with " + status + ": " + output);
    }
    return figures;
  }

  /** Prints what was measured, and the ratios that goals are for. */
  static void print(HttpOptions options, List<UdpRow> rows, PrintStream out) {
    for (int size : SIZES) {
      out.printf(
          "%nEcho of %d bytes%n%-24s %12s %12s %7s %9s %9s %9s %8s%n",
          size, "server", "requests/s", "per CPU-s", "ratio", "p50", "p99", "p99.9", "errors");
      rows.stream().filter(row -> row.size() == size).forEach(row -> print(row, rows, out));
    }
    out.printf(
        "%nMedians of %d rounds of %d s; servers on processor 0, the load (one thread, %d sockets,"
            + " %d datagrams under%nway) on processor 1. Times in microseconds. Ratio: requests for"
            + " each CPU-second of the server and its%nchildren, to raw Netty's in the same round.%n",
        options.rounds(),
        options.seconds(),
        UdpClient.SOCKETS,
        UdpClient.SOCKETS * UdpClient.WINDOW);
    for (int size : SIZES) {
      out.printf(
          "Brim, %d bytes: %s of raw Netty (0.90), %s of eventlet (5), %s of its bare loop%n",
          size,
          UdpRow.ratio(rows, BRIM, Contenders.YARDSTICK, size),
          UdpRow.ratio(rows, BRIM, Contenders.EVENTLET, size),
          UdpRow.ratio(rows, BRIM, EVENTLET_LOOP, size));
    }
    out.printf("In parentheses: the goals.%n");
  }

  private static void print(UdpRow row, List<UdpRow> rows, PrintStream out) {
    if (row.missing() != null) {
      out.printf("%-24s %s%n", row.contender().name(), row.missing());
      return;
    }
    out.printf(
        "%-24s %,12.0f %,12.0f %7s %,9.0f %,9.0f %,9.0f %8d%n",
        row.contender().name(),
        row.median(Cell.Figures::rate),
        row.median(Cell.Figures::perCpu),
        UdpRow.ratio(rows, row.contender().key(), Contenders.YARDSTICK, row.size()),
        row.median(Cell.Figures::p50),
        row.median(Cell.Figures::p99),
        row.median(Cell.Figures::p999),
        row.errors());
  }
}
