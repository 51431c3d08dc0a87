package net.brim.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load: wrk on a processor of its own, with one thread. */
final class Wrk {

  private static final String REPORT =
      """
      done = function(summary, latency, requests)
        local e = summary.errors
        io.write(string.format("figures: %d %d %d %d %d\\n", summary.requests, summary.duration,
          latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
        io.write(string.format("errors: connect %d, read %d, write %d, status %d, timeout %d\\n",
          e.connect, e.read, e.write, e.status, e.timeout))
      end
      """;

  private static final Pattern FIGURES =
      Pattern.compile("figures: (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");
  // wrk itself prints "Socket errors", if there are any.
  private static final Pattern ERRORS = Pattern.compile("^errors: (.*)$", Pattern.MULTILINE);
  private static final Pattern KIND = Pattern.compile("\\w+ (\\d+)");

  private final Workplace work;

  Wrk(Workplace work) {
    this.work = work;
  }

  /**
   * What one run measured.
   *
   * @param p50 median latency in microseconds
   * @param errors of all kinds
   */
  record Outcome(long requests, double seconds, double p50, double p99, double p999, long errors) {

    double rate() {
      return requests / seconds;
    }
  }

  Outcome run(String origin, Scenario scenario, int connections, int seconds)
      throws IOException, InterruptedException {
    Path script = work.write("wrk-" + scenario.key() + ".lua", script(scenario));
    return run(origin + scenario.path(), script, connections, seconds);
  }

  /** Plain GETs of one URL. */
  Outcome run(String url, int connections, int seconds) throws IOException, InterruptedException {
    return run(url, work.write("wrk.lua", REPORT), connections, seconds);
  }

  private static Outcome run(String url, Path script, int connections, int seconds)
      throws IOException, InterruptedException {
    var command =
        List.of(
            "wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "-s", script.toString(), url);
    Process wrk = new ProcessBuilder(Cores.load(command)).redirectErrorStream(true).start();
    String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = wrk.waitFor();
    if (status != 0) {
      throw new IOException("wrk ended with " + status + ": " + output);
    }
    return outcome(output);
  }

  static Outcome outcome(String output) throws IOException {
    Matcher figures = FIGURES.matcher(output);
    if (!figures.find()) {
      throw new IOException("wrk said nothing of what it did: " + output);
    }
    return new Outcome(
        Long.parseLong(figures.group(1)),
        Long.parseLong(figures.group(2)) / 1e6,
        Double.parseDouble(figures.group(3)),
        Double.parseDouble(figures.group(4)),
        Double.parseDouble(figures.group(5)),
        errors(output));
  }

  /** The sum; its parts go to whoever watches. */
  private static long errors(String output) {
    Matcher line = ERRORS.matcher(output);
    long sum = 0;
    Matcher kind = KIND.matcher(line.find() ? line.group(1) : "");
    while (kind.find()) {
      sum += Long.parseLong(kind.group(1));
    }
    if (sum > 0) {
      Progress.say("  errors: " + line.group(1));
    }
    return sum;
  }

  private static String script(Scenario scenario) {
    return switch (scenario) {
      case ECHO ->
          """
          wrk.method = "POST"
          wrk.body = string.rep("0123456789abcde\\n", %d)
          """
                  .formatted(Scenario.ECHO_BYTES / 16)
              + REPORT;
      case PIPELINE ->
          """
          local batch
          init = function(args)
            local all = {}
            for i = 1, %d do all[i] = wrk.format() end
            batch = table.concat(all)
          end
          request = function() return batch end
          """
                  .formatted(Scenario.PIPELINED)
              + REPORT;
      case HELLO, JSON, LARGE, TLS -> REPORT;
    };
  }
}
