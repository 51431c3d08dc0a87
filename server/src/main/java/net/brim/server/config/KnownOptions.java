package net.brim.server.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names of the options that Brim itself reads, by where they may stand. */
final class KnownOptions {

  /** Of {@code [brim]} alone. */
  static final Set<String> BRIM =
      Set.of(
          "additional_confs",
          "admin",
          "basedir",
          "classpath",
          "control_socket",
          "detach",
          "errorlog",
          "graceful_timeout",
          "group",
          "listen_retry",
          "no_new_privileges",
          "pid_file",
          "reload_surge",
          "sigterm",
          "systemd",
          "start_timeout",
          "umask",
          "user");

  /** Of each subserver, with {@code [brim]} for their default. */
  static final Set<String> SHARED =
      Set.of(
          "backlog",
          "certfile",
          "client_ca",
          "client_cert",
          "client_timeout",
          "concurrent_per_worker",
          "heartbeat_timeout",
          "hubs",
          "ip",
          "java_options",
          "json",
          "keyfile",
          "listen",
          "log_facility",
          "log_level",
          "log_name",
          "log_to",
          "max_age",
          "max_memory",
          "nice",
          "port",
          "spares",
          "tls_adapter",
          "workers");

  /** Of {@code [http]} and {@code [wsgi]} sections alone. */
  static final Set<String> HTTP =
      Set.of(
          "access_log",
          "access_log_to",
          "apps",
          "count_status_codes",
          "forwarded_allow_ips",
          "header_timeout",
          "http2",
          "http2_streams",
          "keepalive_timeout",
          "log_auth_tokens",
          "log_headers",
          "max_request_body_size",
          "max_request_header_size",
          "max_request_headers",
          "max_request_line",
          "max_requests",
          "max_requests_jitter",
          "maxqueue",
          "maxspare",
          "maxthreads",
          "minspare",
          "nodelay",
          "protocol",
          "proxy_protocol",
          "request_timeout",
          "server_header",
          "server_name",
          "timeout",
          "warmup",
          "workermodel");

  /** Of {@code [udp]} sections alone; others there are their apps'. */
  static final Set<String> UDP = Set.of("call", "max_datagram_size");

  /** Of {@code [daemons]} sections alone. */
  static final Set<String> DAEMONS = Set.of("daemons");

  /** Those of {@link #SHARED} that mean something to daemons. */
  private static final Set<String> SHARED_BY_DAEMONS =
      Set.of(
          "java_options",
          "json",
          "log_facility",
          "log_level",
          "log_name",
          "log_to",
          "max_age",
          "max_memory",
          "nice");

  /** What others call an option of ours, and why it is not the same. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "json_dumps", "it names a Python function; `json` names the Java class for both ways",
          "json_loads", "it names a Python function; `json` names the Java class for both ways",
          "call", "it belongs in the section of an app; `apps` names those sections");

  private KnownOptions() {}

  static Set<String> ofBrim() {
    return union(BRIM, SHARED);
  }

  static Set<String> ofHttp() {
    return union(HTTP, SHARED);
  }

  static Set<String> ofDaemons() {
    return union(DAEMONS, SHARED_BY_DAEMONS);
  }

  /**
   * Says what is wrong with an option that a section does not have.
   *
   * @param known what it has
   */
  static String whyUnknown(String option, boolean inBrim, Set<String> known) {
    String advice = ADVICE.get(option);
    if (advice != null) {
      return advice;
    }
    if (HTTP.contains(option)) {
      return "it belongs in an [http] section";
    }
    if (DAEMONS.contains(option)) {
      return "it belongs in a [daemons] section";
    }
    if (!inBrim && BRIM.contains(option)) {
      return "it belongs in [brim]";
    }
    return Spelling.unknown("option", option, known);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    var all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }
}
