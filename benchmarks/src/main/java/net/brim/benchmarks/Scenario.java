package net.brim.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What clients ask for. */
enum Scenario {
  HELLO("13-byte responses", "/hello"),
  JSON("1 KB of JSON, built for each request", "/json"),
  LARGE("100 KB bodies", "/large"),
  ECHO("POST, echo of 10 KB", "/echo"),
  PIPELINE("13-byte responses, 16 requests pipelined", "/hello"),
  TLS("13-byte responses over TLS", "/hello");

  /** The body of an echo, in bytes. */
  static final int ECHO_BYTES = 10 * 1024;

  /** Requests that are sent in one go. */
  static final int PIPELINED = 16;

  private final String title;
  private final String path;

  Scenario(String title, String path) {
    this.title = title;
    this.path = path;
  }

  String title() {
    return title;
  }

  String path() {
    return path;
  }

  /** What the command line calls it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean tls() {
    return this == TLS;
  }

  /** The scenarios of a list with commas. */
  static List<Scenario> parse(String list) {
    return Arrays.stream(list.split(",", -1)).map(Scenario::ofKey).distinct().sorted().toList();
  }

  private static Scenario ofKey(String key) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new UsageException("unknown scenario " + key + "; there are " + keys()));
  }

  private static String keys() {
    return Arrays.stream(values()).map(Scenario::key).collect(Collectors.joining(", "));
  }
}
