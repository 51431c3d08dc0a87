package net.brim.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Files of three sizes by Brim's files app and by nginx with sendfile, in turn, round after round:
 * requests for each second of processor time that each used.
 */
final class FilesBench {

  /** What is compiled late is not measured; nginx has nothing to compile. */
  private static final int WARM_UP_SECONDS = 15;

  /** What is asked for, with the least ratio to nginx that we want. */
  private enum Size {
    SMALL("1 KB", "1k.bin", 1024, 0.80),
    MEDIUM("100 KB", "100k.bin", 100 * 1024, 0.95),
    LARGE("10 MB", "10m.bin", 10 * 1024 * 1024, 0.98);

    private final String title;
    private final String file;
    private final int bytes;
    private final double goal;

    Size(String title, String file, int bytes, double goal) {
      this.title = title;
      this.file = file;
      this.bytes = bytes;
      this.goal = goal;
    }
  }

  /** What both did with one size, round after round. */
  private record Row(Size size, List<Figures> brim, List<Figures> nginx) {

    /** The median over the rounds of Brim's figure to nginx's. */
    double ratio() {
      var ratios = new ArrayList<Double>();
      for (int round = 0; round < brim.size(); round++) {
        ratios.add(brim.get(round).perCpu() / nginx.get(round).perCpu());
      }
      return Median.of(ratios);
    }
  }

  private record Figures(double rate, double perCpu, double p50, double p99, long errors) {}

  private final Workplace work;
  private final Wrk wrk;
  private final int rounds;
  private final int seconds;
  private final List<Row> rows = new ArrayList<>();

  FilesBench(Workplace work, int rounds, int seconds) {
    this.work = work;
    this.wrk = new Wrk(work);
    this.rounds = rounds;
    this.seconds = seconds;
  }

  void run(PrintStream out) throws IOException, InterruptedException, UnavailableException {
    Path root = makeFiles();
    int brimPort = Workplace.freePort();
    List<String> brimCommand = new BrimCommands(work).files(brimPort, root);
    Path log = work.path("files-brim.out");
    try (var brim = ServerProcess.start(brimCommand, brimPort, false, log)) {
      int nginxPort = Workplace.freePort();
      List<String> nginxCommand = new NginxCommand(work).files(nginxPort, root);
      Path nginxLog = work.path("files-nginx.out");
      try (var nginx = ServerProcess.start(nginxCommand, nginxPort, false, nginxLog)) {
        for (Size size : Size.values()) {
          check(brim, size, root);
          check(nginx, size, root);
        }
        measure(brim, nginx);
      }
    }
    print(out);
  }

  private Path makeFiles() throws IOException {
    Path root = Files.createDirectories(work.path("files"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    var random = new Random(1);
    for (Size size : Size.values()) {
      byte[] bytes = new byte[size.bytes];
      random.nextBytes(bytes);
      Files.write(root.resolve(size.file), bytes);
    }
    return root;
  }

  private static void check(ServerProcess server, Size size, Path root)
      throws IOException, InterruptedException, UnavailableException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(url(server, size))).build();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200
          || !Arrays.equals(response.body(), Files.readAllBytes(root.resolve(size.file)))) {
        throw new UnavailableException(server.origin() + " does not send " + size.file);
      }
    }
  }

  private static String url(ServerProcess server, Size size) {
    return server.origin() + "/" + size.file;
  }

  private void measure(ServerProcess brim, ServerProcess nginx)
      throws IOException, InterruptedException {
    for (Size size : Size.values()) {
      Progress.say("files of " + size.title);
      var row = new Row(size, new ArrayList<>(), new ArrayList<>());
      rows.add(row);
      measure(brim, size, Math.max(seconds, WARM_UP_SECONDS));
      measure(nginx, size, 1);
      for (int round = 0; round < rounds; round++) {
        row.brim().add(measure(brim, size, seconds));
        row.nginx().add(measure(nginx, size, seconds));
      }
    }
  }

  private Figures measure(ServerProcess server, Size size, int seconds)
      throws IOException, InterruptedException {
    double before = server.cpuSeconds();
    Wrk.Outcome outcome = wrk.run(url(server, size), HttpComparison.CONNECTIONS, seconds);
    double cpu = server.cpuSeconds() - before;
    return new Figures(
        outcome.rate(), outcome.requests() / cpu, outcome.p50(), outcome.p99(), outcome.errors());
  }

  private void print(PrintStream out) {
    out.printf(
        "%nFiles, medians of %d rounds of %d s; servers on processor 0, wrk (one thread, %d"
            + " connections) on processor 1%n%n%-8s %-8s %12s %12s %10s %10s %7s %7s %7s%n",
        rounds,
        seconds,
        HttpComparison.CONNECTIONS,
        "size",
        "server",
        "requests/s",
        "per CPU-s",
        "p50 us",
        "p99 us",
        "errors",
        "ratio",
        "goal");
    for (Row row : rows) {
      print(out, row.size(), "nginx", row.nginx(), "", "");
      String ratio = "%.2f".formatted(row.ratio());
      print(out, row.size(), "Brim", row.brim(), ratio, "%.2f".formatted(row.size().goal));
    }
  }

  private static void print(
      PrintStream out, Size size, String server, List<Figures> all, String ratio, String goal) {
    out.printf(
        "%-8s %-8s %,12.0f %,12.0f %,10.0f %,10.0f %7d %7s %7s%n",
        size.title,
        server,
        Median.of(all.stream().map(Figures::rate).toList()),
        Median.of(all.stream().map(Figures::perCpu).toList()),
        Median.of(all.stream().map(Figures::p50).toList()),
        Median.of(all.stream().map(Figures::p99).toList()),
        all.stream().mapToLong(Figures::errors).sum(),
        ratio,
        goal);
  }
}
