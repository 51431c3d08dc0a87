package net.brim.server.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Flags of the JVMs that we start. */
public final class JavaFlags {

  /** The supervisor does little, and lives for long. */
  public static final List<String> SUPERVISOR =
      List.of(
          "-Xms6m",
          "-Xmx24m",
          "-Xss256k",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=8m",
          "-Djdk.reflect.useNativeAccessorOnly=true");

  /**
   * A worker begins with a small heap, which grows with what the apps keep: a large one would be
   * touched as a whole before the first collection. What the compilers have used goes back to the
   * system every few seconds. Netty's search for leaks, which takes stack traces all the time, is
   * for our tests. What is printed goes to the log, which is UTF-8 whatever the locale is. {@code
   * java_options} follow these.
   */
  public static final List<String> WORKER =
      List.of(
          "-Xms16m",
          "-XX:TrimNativeHeapInterval=5000",
          "-Dio.netty.leakDetection.level=disabled",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8");

  /** It lives for a moment. */
  public static final List<String> PLANNER =
      List.of("-XX:TieredStopAtLevel=1", "-Djdk.reflect.useNativeAccessorOnly=true");

  private static final Pattern COLLECTOR =
      Pattern.compile("-XX:[+-]Use(Serial|Parallel|G1|Z|Shenandoah|Epsilon)GC");

  private JavaFlags() {}

  /** The shared flags and then others, which win where both choose a garbage collector. */
  public static List<String> with(List<String> shared, List<String> others) {
    var flags = new ArrayList<>(shared);
    if (others.stream().anyMatch(JavaFlags::choosesCollector)) {
      flags.removeIf(JavaFlags::choosesCollector);
    }
    flags.addAll(others);
    return flags;
  }

  private static boolean choosesCollector(String flag) {
    return COLLECTOR.matcher(flag).matches();
  }
}
