package net.brim.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a worker, as the kernel accounts it, in bytes.
 *
 * @param privateBytes what no other process shares: {@code Private_Clean} and {@code Private_Dirty}
 *     of {@code smaps_rollup}
 * @param anonymousBytes {@code RssAnon} of {@code status}
 */
public record WorkerMemory(long privateBytes, long anonymousBytes) {

  private static final int SAMPLES = 12;
  private static final int MAX_SECONDS = 120;
  private static final long TOLERANCE = 300_000;

  private static final Pattern PRIVATE = Pattern.compile("Private_(?:Clean|Dirty): +(\\d+) kB");
  private static final Pattern ANONYMOUS = Pattern.compile("RssAnon:\\s+(\\d+) kB");
  private static final Pattern MOST = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final Pattern HEAP = Pattern.compile(" total \\d+K, used (\\d+)K");

  /** Of that process now. */
  public static WorkerMemory of(long pid) throws IOException {
    Path proc = Path.of("/proc/" + pid);
    return new WorkerMemory(
        kilobytes(PRIVATE, Files.readString(proc.resolve("smaps_rollup"))),
        kilobytes(ANONYMOUS, Files.readString(proc.resolve("status"))));
  }

  /** The most that was resident at any time, pages that are shared included. */
  static long most(long pid) throws IOException {
    return kilobytes(MOST, Files.readString(Path.of("/proc/" + pid + "/status")));
  }

  /** Waits until it has moved by less than 300 KB for 12 seconds, or for two minutes. */
  static WorkerMemory steady(long pid) throws IOException, InterruptedException {
    var last = new ArrayDeque<Long>();
    for (int second = 0; second < MAX_SECONDS; second++) {
      last.add(of(pid).privateBytes());
      if (last.size() > SAMPLES) {
        last.remove();
        long least = last.stream().mapToLong(Long::longValue).min().orElseThrow();
        long most = last.stream().mapToLong(Long::longValue).max().orElseThrow();
        if (most - least < TOLERANCE) {
          return of(pid);
        }
      }
      TimeUnit.SECONDS.sleep(1);
    }
    Progress.say("the worker's memory did not become steady in " + MAX_SECONDS + " s");
    return of(pid);
  }

  /** Has the worker collect its garbage, and returns the bytes of its heap that are in use then. */
  static long collect(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    return kilobytes(HEAP, jcmd(pid, "GC.heap_info"));
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    var line = List.of(JavaCommand.executable("jcmd").toString(), Long.toString(pid), command);
    Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd " + command + " failed: " + said);
    }
    return said;
  }

  /** The sum of all numbers that the pattern finds, in bytes. */
  private static long kilobytes(Pattern pattern, String text) {
    long sum = 0;
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      sum += Long.parseLong(matcher.group(1)) * 1024;
    }
    return sum;
  }
}
