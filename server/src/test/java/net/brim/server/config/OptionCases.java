package net.brim.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import net.brim.engine.http.Http2Use;
import net.brim.engine.http.WireProtocol;
import net.brim.engine.threads.PoolSettings;
import net.brim.engine.tls.ClientCertificates;

/** Every option of this release: its default, values of it, and what it refuses. */
final class OptionCases {

  static final Path DIR = Path.of("DIR");

  /**
   * One option of one kind of section.
   *
   * @param value a text of it; {@code DIR} stands for the directory of the file
   * @param expected what that text means
   * @param wrong texts that are refused
   */
  record Case(
      String section,
      String option,
      Function<Settings, Object> getter,
      Object otherwise,
      String value,
      Object expected,
      List<String> wrong) {
    @Override
    public String toString() {
      return "[" + section + "] " + option;
    }
  }

  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /** An option whose value may be null. */
  private static final Object NONE = "nothing";

  private static Case brim(
      String option,
      Function<BrimSettings, Object> getter,
      Object otherwise,
      String value,
      Object expected,
      String... wrong) {
    return new Case(
        "brim",
        option,
        settings -> orNone(getter.apply(settings.brim())),
        otherwise,
        value,
        expected,
        List.of(wrong));
  }

  private static Case http(
      String option,
      Function<HttpSubserver, Object> getter,
      Object otherwise,
      String value,
      Object expected,
      String... wrong) {
    return new Case(
        "http",
        option,
        settings -> orNone(getter.apply((HttpSubserver) settings.subservers().getFirst())),
        otherwise,
        value,
        expected,
        List.of(wrong));
  }

  private static Case pool(String option, String value, PoolSettings expected, String... wrong) {
    return http(option, HttpSubserver::pool, PoolSettings.DEFAULT, value, expected, wrong);
  }

  private static String ip(HttpSubserver subserver) {
    return ((ListenAddress.Tcp) subserver.addresses().getFirst()).host();
  }

  private static int port(HttpSubserver subserver) {
    return ((ListenAddress.Tcp) subserver.addresses().getFirst()).port();
  }

  private static Object orNone(Object value) {
    return value == null ? NONE : value;
  }

  static Stream<Case> brimOnly() {
    return Stream.of(
        brim("user", BrimSettings::user, NONE, "www-data", "www-data", "", "two words"),
        brim("group", BrimSettings::group, NONE, "33", "33", "", "two words"),
        brim("no_new_privileges", BrimSettings::noNewPrivileges, true, "no", false, "", "maybe"),
        brim(
            "umask",
            BrimSettings::umask,
            OptionalInt.of(022),
            "077",
            OptionalInt.of(077),
            "",
            "8",
            "1000",
            "-1",
            "0o22"),
        brim("umask", BrimSettings::umask, OptionalInt.of(022), "Inherit", OptionalInt.empty()),
        brim("basedir", BrimSettings::basedir, NONE, "sub", DIR.resolve("sub"), ""),
        brim(
            "pid_file",
            BrimSettings::pidFile,
            NONE,
            "run/x.pid",
            DIR.resolve("run/x.pid"),
            "",
            "."),
        brim(
            "control_socket",
            BrimSettings::controlSocket,
            NONE,
            "/run/x",
            Path.of("/run/x"),
            "",
            "."),
        brim("errorlog", BrimSettings::errorlog, NONE, "err.log", DIR.resolve("err.log"), "", "."),
        brim("detach", BrimSettings::detach, true, "no", false, "", "maybe"),
        brim(
            "graceful_timeout",
            BrimSettings::gracefulTimeout,
            Duration.ofSeconds(30),
            "2m",
            Duration.ofMinutes(2),
            "",
            "0",
            "-1",
            "soon",
            "0.1ms"),
        brim(
            "start_timeout",
            BrimSettings::startTimeout,
            Duration.ofSeconds(120),
            "5m",
            Duration.ofMinutes(5),
            "",
            "0",
            "soon",
            "0.1ms"),
        brim(
            "reload_surge",
            BrimSettings::reloadSurge,
            OptionalInt.empty(),
            "2",
            OptionalInt.of(2),
            "",
            "0",
            "some"),
        brim(
            "listen_retry",
            BrimSettings::listenRetry,
            Duration.ofSeconds(30),
            "0",
            Duration.ZERO,
            "",
            "-1",
            "soon"),
        brim(
            "classpath",
            BrimSettings::classpath,
            List.of(),
            "lib/*.jar classes 'a b.jar'",
            List.of(
                DIR.resolve("lib/1.jar"),
                DIR.resolve("lib/2.jar"),
                DIR.resolve("classes"),
                DIR.resolve("a b.jar")),
            "none.jar",
            "lib/*.war",
            "'lib",
            "text",
            "lib/["),
        brim("classpath", BrimSettings::classpath, List.of(), "", List.of()),
        brim(
            "sigterm",
            BrimSettings::sigterm,
            Sigterm.STOP,
            "Shutdown",
            Sigterm.SHUTDOWN,
            "",
            "kill"),
        brim(
            "admin",
            BrimSettings::admin,
            NONE,
            "127.0.0.1:9900",
            new ListenAddress.Tcp("127.0.0.1", 9900),
            "",
            "9900",
            "localhost:0",
            "fd:3",
            "stdin",
            "127.0.0.1:9900 127.0.0.1:9901",
            "127.0.0.1:9900 127.0.0.1:9900",
            "'127.0.0.1:9900"),
        brim(
            "admin",
            BrimSettings::admin,
            NONE,
            "unix:run/admin.sock",
            new ListenAddress.Unix(DIR.resolve("run/admin.sock"), OptionalInt.of(0600))),
        brim(
            "admin",
            BrimSettings::admin,
            NONE,
            "/run/admin.sock(0660)",
            new ListenAddress.Unix(Path.of("/run/admin.sock"), OptionalInt.of(0660))),
        brim(
            "systemd",
            BrimSettings::systemd,
            SystemdUse.AUTO,
            "Yes",
            SystemdUse.YES,
            "",
            "maybe",
            "true"),
        brim("systemd", BrimSettings::systemd, SystemdUse.AUTO, "no", SystemdUse.NO),
        brim("log_name", brim -> brim.log().name(), "brim", "acme", "acme", "", "a b"),
        brim(
            "log_level",
            brim -> brim.log().threshold(),
            LogThreshold.INFO,
            "debug",
            LogThreshold.DEBUG,
            "",
            "loud"),
        brim(
            "log_facility",
            brim -> brim.log().facility(),
            "LOCAL0",
            "daemon",
            "DAEMON",
            "",
            "LOCAL8"),
        brim(
            "log_to",
            brim -> brim.log().to(),
            new LogTarget.Auto(),
            "file:x.log",
            new LogTarget.File(DIR.resolve("x.log")),
            "",
            "file:",
            "x.log"));
  }

  /** Those that {@code [brim]} may set for all subservers. */
  static Stream<Case> shared() {
    return Stream.of(
        http(
            "ip",
            OptionCases::ip,
            "*",
            "127.0.0.1",
            "127.0.0.1",
            "",
            "1.2.3",
            "256.1.1.1",
            "::g",
            "a b",
            "a/b",
            "80",
            "[::1]",
            "*:80"),
        http("ip", OptionCases::ip, "*", "::1", "::1"),
        http("ip", OptionCases::ip, "*", "box-1.example.org", "box-1.example.org"),
        http("port", OptionCases::port, 80, "65535", 65535, "", "0", "65536", "-1", "http", "80.0"),
        http(
            "listen",
            HttpSubserver::addresses,
            List.of(new ListenAddress.Tcp("*", 80)),
            "127.0.0.1:81 tcp:[::1]:81 localhost:82 *:83 /run/a.sock(0660) 'unix:b c' ./d fd:3",
            List.of(
                new ListenAddress.Tcp("127.0.0.1", 81),
                new ListenAddress.Tcp("::1", 81),
                new ListenAddress.Tcp("localhost", 82),
                new ListenAddress.Tcp("*", 83),
                new ListenAddress.Unix(Path.of("/run/a.sock"), OptionalInt.of(0660)),
                new ListenAddress.Unix(DIR.resolve("b c"), OptionalInt.empty()),
                new ListenAddress.Unix(DIR.resolve("d"), OptionalInt.empty()),
                new ListenAddress.Inherited(3)),
            "'*:80",
            "80",
            ":80",
            "*",
            "localhost",
            "b.sock",
            "*:http",
            "*:0",
            "*:65536",
            "::1:80",
            "[::1]",
            "[127.0.0.1]:80",
            "[::g]:80",
            "1.2.3:80",
            "a_b!:80",
            "tcp:/run/a",
            "tcp:",
            "unix:",
            "/run/a.sock()",
            "/run/a.sock(0888)",
            "/run/a.sock(rw)",
            "/run/a.sock(7777)",
            "/" + "x".repeat(107),
            "fd:",
            "fd:x",
            "fd:-1",
            "fd:4294967296",
            "stdin *:80",
            "*:80, *:81",
            "*:80 127.0.0.1:80",
            "/run/a unix:/run/a(600)",
            "fd:3 fd:3"),
        http(
            "listen",
            HttpSubserver::addresses,
            List.of(new ListenAddress.Tcp("*", 80)),
            "",
            List.of(new ListenAddress.Tcp("*", 80))),
        http("backlog", HttpSubserver::backlog, 4096, "1", 1, "", "0", "4k"),
        http(
            "certfile",
            it -> it.tls().certificates(),
            List.of(),
            "a.pem '/b c.pem'",
            List.of(DIR.resolve("a.pem"), Path.of("/b c.pem")),
            "'a.pem"),
        http("certfile", it -> it.tls().certificates(), List.of(), "", List.of()),
        http(
            "keyfile",
            it -> it.tls().keys(),
            List.of(),
            "a.key '/b c.key'",
            List.of(DIR.resolve("a.key"), Path.of("/b c.key")),
            "'a.key"),
        http("client_ca", it -> it.tls().clientCa(), NONE, "ca.pem", DIR.resolve("ca.pem"), ""),
        http(
            "client_cert",
            it -> it.tls().clientCertificates(),
            ClientCertificates.NONE,
            "Optional",
            ClientCertificates.OPTIONAL,
            "",
            "yes"),
        http(
            "client_cert",
            it -> it.tls().clientCertificates(),
            ClientCertificates.NONE,
            "required",
            ClientCertificates.REQUIRED),
        http("tls_adapter", it -> it.tls().adapter(), "auto", "jdk", "jdk", "", "a b"),
        http("workers", HttpSubserver::workers, 1, "3", 3, "", "0", "-1", "many"),
        http("workers", HttpSubserver::workers, 1, "Auto", 6),
        http("hubs", HttpSubserver::hubs, 6, "2", 2, "", "0", "auto"),
        http(
            "client_timeout",
            it -> it.http().timeout(),
            Duration.ofSeconds(60),
            "500ms",
            Duration.ofMillis(500),
            "",
            "0",
            "-1",
            "1d"),
        http(
            "heartbeat_timeout",
            it -> it.limits().heartbeatTimeout(),
            Duration.ofSeconds(30),
            "2m",
            Duration.ofMinutes(2),
            "",
            "0",
            "none"),
        http("spares", HttpSubserver::spares, 0, "2", 2, "", "-1", "65", "x"),
        http("max_age", it -> it.limits().maxAge(), NONE, "1h", Duration.ofHours(1), "", "0", "x"),
        http("max_age", it -> it.limits().maxAge(), NONE, "None", NONE),
        http(
            "max_memory",
            it -> it.limits().maxMemory(),
            WorkerLimits.NO_LIMIT,
            "512m",
            512L << 20,
            "",
            "-1",
            "much"),
        http(
            "max_memory",
            it -> it.limits().maxMemory(),
            WorkerLimits.NO_LIMIT,
            "None",
            WorkerLimits.NO_LIMIT),
        http("concurrent_per_worker", it -> it.http().maxConnections(), 1024, "1", 1, "", "0", "x"),
        http("json", HttpSubserver::json, NONE, "com.acme.Codec", "com.acme.Codec", "", "a b"),
        http(
            "java_options",
            HttpSubserver::javaOptions,
            List.of(),
            "-Xmx1g '-Da=b c'",
            List.of("-Xmx1g", "-Da=b c"),
            "Main",
            "-Xmx1g Main",
            "'-Xmx1g",
            "--a=b c"),
        http(
            "java_options",
            HttpSubserver::javaOptions,
            List.of(),
            "--add-opens a/b=ALL-UNNAMED",
            List.of("--add-opens", "a/b=ALL-UNNAMED")),
        http("java_options", HttpSubserver::javaOptions, List.of(), "", List.of()),
        http(
            "nice",
            HttpSubserver::nice,
            OptionalInt.empty(),
            "-20",
            OptionalInt.of(-20),
            "",
            "-21",
            "20",
            "x"),
        http(
            "log_level",
            it -> it.log().threshold(),
            LogThreshold.INFO,
            "CRITICAL",
            LogThreshold.CRITICAL,
            "",
            "loud"),
        http("log_facility", it -> it.log().facility(), "LOCAL0", "LOCAL7", "LOCAL7", "", "x"),
        http(
            "log_to",
            it -> it.log().to(),
            new LogTarget.Auto(),
            "syslog",
            new LogTarget.Syslog(),
            "",
            "file:",
            "nowhere"),
        http("log_to", it -> it.log().to(), new LogTarget.Auto(), "stderr", new LogTarget.Stderr()),
        http("log_to", it -> it.log().to(), new LogTarget.Auto(), "auto", new LogTarget.Auto()));
  }

  static Stream<Case> httpOnly() {
    return Stream.of(
        http(
            "apps",
            HttpSubserver::apps,
            List.of(),
            "one  two",
            List.of(new AppSettings("one", "a.One"), new AppSettings("two", "a.Two")),
            "three",
            "one, two",
            "brim"),
        http("apps", HttpSubserver::apps, List.of(), "", List.of()),
        http(
            "count_status_codes",
            HttpSubserver::countStatusCodes,
            codes(404, 408, 499, 501),
            "500\n  201",
            codes(201, 500),
            "99",
            "600",
            "4xx",
            "404, 501"),
        http(
            "count_status_codes",
            HttpSubserver::countStatusCodes,
            codes(404, 408, 499, 501),
            "",
            codes()),
        http("log_headers", it -> it.accessLog().headers(), false, "yes", true, "", "2"),
        http("log_auth_tokens", it -> it.accessLog().authTokens(), false, "on", true, "", "2"),
        http(
            "access_log",
            it -> it.accessLog().format(),
            AccessLogFormat.BRIM,
            "json",
            AccessLogFormat.JSON,
            "",
            "apache"),
        http(
            "access_log",
            it -> it.accessLog().format(),
            AccessLogFormat.BRIM,
            "OFF",
            AccessLogFormat.OFF),
        http(
            "access_log",
            it -> it.accessLog().format(),
            AccessLogFormat.BRIM,
            "combined",
            AccessLogFormat.COMBINED),
        http(
            "access_log_to",
            it -> it.accessLog().to(),
            new LogTarget.Auto(),
            "file:/var/log/x",
            new LogTarget.File(Path.of("/var/log/x")),
            "",
            "file:",
            "x"),
        http("max_request_line", it -> it.http().maxRequestLine(), 8192, "16", 16, "", "15", "2g"),
        http(
            "max_request_header_size",
            it -> it.http().maxHeaderSize(),
            32768,
            "64k",
            65536,
            "",
            "15",
            "-1",
            "x"),
        http("max_request_headers", it -> it.http().maxHeaders(), 100, "1", 1, "", "0", "1k"),
        http(
            "max_request_body_size",
            it -> it.http().maxBodySize(),
            Long.MAX_VALUE,
            "5g",
            5L << 30,
            "",
            "-1",
            "big"),
        http("max_request_body_size", it -> it.http().maxBodySize(), Long.MAX_VALUE, "0", 0L),
        http(
            "max_request_body_size",
            it -> it.http().maxBodySize(),
            Long.MAX_VALUE,
            "None",
            Long.MAX_VALUE),
        http(
            "timeout",
            it -> it.http().timeout(),
            Duration.ofSeconds(60),
            "10",
            Duration.ofSeconds(10),
            "",
            "0",
            "x"),
        http(
            "keepalive_timeout",
            it -> it.http().keepaliveTimeout(),
            Duration.ofSeconds(75),
            "1h",
            Duration.ofHours(1),
            "",
            "0",
            "x"),
        http(
            "header_timeout",
            it -> it.http().headerTimeout(),
            Duration.ofSeconds(15),
            "1.5s",
            Duration.ofMillis(1500),
            "",
            "0",
            "x"),
        http(
            "request_timeout",
            HttpSubserver::requestTimeout,
            NONE,
            "1.5s",
            Duration.ofMillis(1500),
            "",
            "0",
            "soon"),
        http("request_timeout", HttpSubserver::requestTimeout, NONE, "None", NONE),
        http(
            "max_requests",
            HttpSubserver::quota,
            new RequestQuota(RequestQuota.NO_LIMIT, 0),
            "10000",
            new RequestQuota(10_000, 0),
            "",
            "0",
            "1k"),
        http(
            "max_requests",
            HttpSubserver::quota,
            new RequestQuota(RequestQuota.NO_LIMIT, 0),
            "None",
            new RequestQuota(RequestQuota.NO_LIMIT, 0)),
        http(
            "max_requests_jitter",
            HttpSubserver::quota,
            new RequestQuota(RequestQuota.NO_LIMIT, 0),
            "500",
            new RequestQuota(RequestQuota.NO_LIMIT, 500),
            "",
            "-1",
            "x"),
        http(
            "server_name",
            it -> it.http().serverName(),
            "box.example.org",
            "www.example.org",
            "www.example.org",
            "",
            "a b"),
        http(
            "server_header",
            it -> it.http().serverHeader(),
            "Brim",
            "Acme 1",
            "Acme 1",
            "a\n  b",
            "\u20ac"),
        http("server_header", it -> it.http().serverHeader(), "Brim", "", ""),
        http("warmup", HttpSubserver::warmup, NONE, "/warm?all", "/warm?all", "", "warm", "/a b"),
        http(
            "workermodel",
            HttpSubserver::workerModel,
            WorkerModel.VIRTUAL,
            "Single",
            WorkerModel.SINGLE,
            "",
            "forked"),
        http(
            "workermodel",
            HttpSubserver::workerModel,
            WorkerModel.VIRTUAL,
            "threaded",
            WorkerModel.THREADED),
        pool("minspare", "5", new PoolSettings(5, 20, NO_LIMIT, NO_LIMIT), "-1", "x"),
        pool("minspare", "30", new PoolSettings(30, 30, NO_LIMIT, NO_LIMIT)),
        pool("maxspare", "4", new PoolSettings(4, 4, NO_LIMIT, NO_LIMIT), "-1", "x"),
        pool("maxthreads", "3", new PoolSettings(3, 20, 3, NO_LIMIT), "0", "x"),
        pool("maxthreads", "None", PoolSettings.DEFAULT),
        pool("maxqueue", "0", new PoolSettings(10, 20, NO_LIMIT, 0), "-1", "x"),
        http(
            "forwarded_allow_ips",
            HttpSubserver::forwardedAllowIps,
            List.of("127.0.0.1", "::1", "unix"),
            "10.0.0.0/8, 2001:db8::/32 unix",
            List.of("10.0.0.0/8", "2001:db8::/32", "unix"),
            "proxy.example.org",
            "10.0.0.0/33",
            "10.0"),
        http(
            "forwarded_allow_ips",
            HttpSubserver::forwardedAllowIps,
            List.of("127.0.0.1", "::1", "unix"),
            "",
            List.of()),
        http(
            "protocol",
            HttpSubserver::protocol,
            WireProtocol.HTTP,
            "FastCGI",
            WireProtocol.FASTCGI,
            "",
            "https",
            "cgi"),
        http("protocol", HttpSubserver::protocol, WireProtocol.HTTP, "scgi", WireProtocol.SCGI),
        http("proxy_protocol", HttpSubserver::proxyProtocol, false, "on", true, "", "v2"),
        http("http2", it -> it.http().http2(), Http2Use.WITH_TLS, "yes", Http2Use.ALWAYS, "", "2"),
        http("http2", it -> it.http().http2(), Http2Use.WITH_TLS, "off", Http2Use.NEVER),
        http("http2_streams", it -> it.http().http2Streams(), 100, "250", 250, "0", "10001", "x"),
        http("nodelay", it -> it.http().nodelay(), true, "off", false, "", "2"),
        http("log_name", it -> it.log().name(), "brimhttp", "acme", "acme", "", "a b"));
  }

  static Stream<Case> all() {
    return Stream.of(brimOnly(), shared(), httpOnly()).flatMap(Function.identity());
  }

  private static Set<Integer> codes(Integer... codes) {
    return new TreeSet<>(Arrays.asList(codes));
  }

  private OptionCases() {}
}
