package net.brim.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of the JVM servers beside Brim. */
public record JavaCommand(String mainClass, Workplace work) implements Contender.Command {

  /** The heap that every JVM gets, Brim's workers too. */
  static final List<String> HEAP = List.of("-Xms256m", "-Xmx256m");

  /** What {@code bin/brimd} gives its JVMs, as far as it bears on speed. */
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "-Dio.netty.jfr.enabled=false",
          "-Dvertx.disableMetrics=true",
          "-Dvertx.threadChecks=false",
          "-Dvertx.disableContextTimings=true");

  @Override
  public List<String> write(int port, boolean tls) {
    var command = new ArrayList<String>();
    command.add(executable("java").toString());
    command.addAll(FLAGS);
    command.addAll(HEAP);
    command.addAll(List.of("-cp", classPath()));
    command.addAll(List.of("net.brim.benchmarks.servers." + mainClass, Integer.toString(port)));
    if (tls) {
      command.addAll(List.of(work.certificate().toString(), work.key().toString()));
    }
    return command;
  }

  /** A program of ours that loads servers, with its arguments. */
  static List<String> client(String mainClass, String... arguments) {
    var command = new ArrayList<String>();
    command.add(executable("java").toString());
    command.addAll(FLAGS);
    command.addAll(HEAP);
    command.addAll(List.of("-cp", classPath(), "net.brim.benchmarks." + mainClass));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A program of the JDK that runs us. */
  static Path executable(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  /** The directory with our own classes. */
  public static Path ownClasses() {
    String classPath = System.getProperty("java.class.path");
    return Stream.of(classPath.split(":", -1))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(entry -> entry.endsWith("benchmarks/target/classes"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not in the class path: " + classPath));
  }

  /** Ours without Brim's jars: a server shall not find Brim's logging. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(":", -1))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("brim-"))
        .collect(Collectors.joining(":"));
  }
}
