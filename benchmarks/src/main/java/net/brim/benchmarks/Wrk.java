package net.brim.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load: wrk on a processor of its own, with 64 connections from one thread. */
final class Wrk {

  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)s");
  private static final Pattern ERRORS = Pattern.compile("(Non-2xx.*|Socket errors.*)");
  private static final Pattern LATENCY = Pattern.compile("\\s(50|99)%\\s+([\\d.]+)(us|ms|s)");

  private Wrk() {}

  /**
   * What one run measured.
   *
   * @param p50 median latency in microseconds
   * @param errors wrk's own words; empty without errors
   */
  record Outcome(long requests, double seconds, double p50, double p99, String errors) {}

  static Outcome run(Contender contender, int seconds) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("taskset", "-c", "1", "wrk", "-t1", "-c64", "-d" + seconds + "s", "--latency"));
    command.addAll(contender.load());
    command.add(contender.url());
    Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = wrk.waitFor();
    Matcher requests = REQUESTS.matcher(output);
    if (status != 0 || !requests.find()) {
      throw new IOException("wrk ended with " + status + ": " + output);
    }
    Matcher errors = ERRORS.matcher(output);
    return new Outcome(
        Long.parseLong(requests.group(1)),
        Double.parseDouble(requests.group(2)),
        latency(output, "50"),
        latency(output, "99"),
        errors.find() ? errors.group() : "");
  }

  private static double latency(String output, String percentile) {
    for (Matcher line = LATENCY.matcher(output); line.find(); ) {
      if (line.group(1).equals(percentile)) {
        double unit =
            switch (line.group(3)) {
              case "us" -> 1;
              case "ms" -> 1e3;
              default -> 1e6;
            };
        return Double.parseDouble(line.group(2)) * unit;
      }
    }
    return Double.NaN;
  }
}
