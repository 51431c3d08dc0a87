package net.brim.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.brim.api.Conf;
import net.brim.api.HeaderList;
import net.brim.engine.http.Http2Use;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.TrustedProxies;
import net.brim.engine.http.WireProtocol;

/** Reads one {@code [http]} or {@code [wsgi]} section. */
final class HttpSection {

  private static final String COUNTED = "404 408 499 501";

  /** Options without a meaning behind a web server. */
  private static final List<String> WEB_SERVERS_PART =
      List.of(
          "certfile",
          "client_ca",
          "client_cert",
          "http2",
          "http2_streams",
          "keyfile",
          "proxy_protocol",
          "server_header",
          "tls_adapter");

  private final Section section;
  private final SectionReader reader;
  private final Machine machine;

  private HttpSection(Section section, Machine machine) {
    this.section = section;
    this.reader = new SectionReader(section);
    this.machine = machine;
  }

  static HttpSubserver read(Section section, Machine machine) {
    section.rejectUnknown(KnownOptions.ofHttp());
    return new HttpSection(section, machine).read();
  }

  private HttpSubserver read() {
    SharedOptions shared = SharedOptions.read(section, machine);
    LogSettings log = LogOptions.read(section, section.name());
    WireProtocol protocol = protocol(shared.addresses());
    return new HttpSubserver(
        section.name(),
        shared.addresses(),
        shared.backlog(),
        shared.workers(),
        shared.hubs(),
        apps(),
        protocol,
        reader.convert(
            "count_status_codes",
            codes(COUNTED),
            HttpSection::codes,
            "status codes from 100 to 599, separated by blanks"),
        httpSettings(shared),
        reader.convert(
            "forwarded_allow_ips",
            List.of("127.0.0.1", "::1", "unix"),
            HttpSection::peers,
            "addresses, networks such as 10.0.0.0/8, unix, or *"),
        reader.yesNo("proxy_protocol", false),
        ThreadOptions.model(section),
        ThreadOptions.pool(section),
        reader.limit("request_timeout"),
        RequestQuota.read(reader),
        reader.target("warmup"),
        protocol == WireProtocol.HTTP ? shared.tls() : TlsOptions.NONE,
        shared.json(),
        shared.javaOptions(),
        shared.nice(),
        shared.limits(),
        shared.spares(),
        log,
        LogOptions.readAccessLog(section, log.to()));
  }

  private WireProtocol protocol(List<ListenAddress> addresses) {
    WireProtocol protocol = reader.oneOf("protocol", WireProtocol.HTTP, "http, scgi or fastcgi");
    if (protocol != WireProtocol.HTTP) {
      for (String option : WEB_SERVERS_PART) {
        section.rejectOwn(
            option, "it is the web server's part where protocol is not http, so leave it out");
      }
    }
    boolean cgi = !addresses.isEmpty() && addresses.getFirst() instanceof ListenAddress.Stdin;
    if (cgi && protocol != WireProtocol.FASTCGI && section.isRight("protocol")) {
      section.problem(
          ListenOption.NAME, "expected `protocol = fastcgi` with stdin, which then stands for CGI");
    }
    return protocol;
  }

  private HttpSettings httpSettings(SharedOptions shared) {
    HttpSettings otherwise = HttpSettings.DEFAULT;
    String serverName = reader.word("server_name", "a host name");
    return new HttpSettings(
        reader.size("max_request_line", 16, otherwise.maxRequestLine()),
        reader.size("max_request_header_size", 16, otherwise.maxHeaderSize()),
        reader.number("max_request_headers", 1, Integer.MAX_VALUE, otherwise.maxHeaders()),
        reader.size("max_request_body_size", "none", otherwise.maxBodySize()),
        reader.timeout("timeout", shared.clientTimeout()),
        reader.timeout("keepalive_timeout", otherwise.keepaliveTimeout()),
        reader.timeout("header_timeout", otherwise.headerTimeout()),
        shared.concurrentPerWorker(),
        reader.yesNo("nodelay", otherwise.nodelay()),
        serverName == null ? machine.hostName() : serverName,
        reader.convert(
            "server_header",
            otherwise.serverHeader(),
            HttpSection::headerValue,
            "text that a header field can hold, or nothing"),
        reader.yesNo("http2", Http2Use.ALWAYS, Http2Use.NEVER, otherwise.http2()),
        reader.number("http2_streams", 1, 10_000, otherwise.http2Streams()));
  }

  private static String headerValue(String text) {
    HeaderList.of("Server", text);
    return text;
  }

  private static List<String> peers(String text) {
    List<String> peers =
        Pattern.compile("[\\s,]+").splitAsStream(text).filter(word -> !word.isEmpty()).toList();
    TrustedProxies.of(peers);
    return peers;
  }

  private static SortedSet<Integer> codes(String text) {
    var codes = new TreeSet<Integer>();
    for (String word : text.split("\\s+", -1)) {
      if (!word.isEmpty()) {
        codes.add(Numbers.inRange(Integer.parseInt(word), 100, 599));
      }
    }
    return codes;
  }

  private List<AppSettings> apps() {
    var apps = new ArrayList<AppSettings>();
    Conf conf = section.conf();
    for (String name : conf.getList(section.name(), "apps")) {
      String call = conf.get(name, "call", "");
      if (!conf.hasSection(name)) {
        section.problem("apps", "there is no section [" + name + "]" + section.didYouMean(name));
      } else if (call.isEmpty()) {
        section.problem("apps", "[" + name + "] has no `call =` with the class of the app");
      } else {
        apps.add(new AppSettings(name, call));
      }
    }
    return apps;
  }
}
