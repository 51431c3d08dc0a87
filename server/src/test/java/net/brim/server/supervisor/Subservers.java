package net.brim.server.supervisor;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.brim.api.Conf;
import net.brim.server.config.AppSettings;
import net.brim.server.config.DaemonSubserver;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.config.UdpSubserver;

/** Settings of subservers for tests. */
final class Subservers {

  private Subservers() {}

  /** A {@code [wsgi]} with those options in place of defaults: names and values in turn. */
  static HttpSubserver wsgi(String... options) {
    var section = new LinkedHashMap<String, Conf.Value>();
    section.put("apps", new Conf.Value("echo", null));
    for (int i = 0; i < options.length; i += 2) {
      section.put(options[i], new Conf.Value(options[i + 1], null));
    }
    Map<String, Conf.Value> echo = Map.of("call", new Conf.Value("brim.wsgi_echo.WSGIEcho", null));
    var problems = new Problems();
    Settings settings =
        Settings.read(
            Conf.of(Map.of("wsgi", section, "echo", echo), List.of(Path.of("test.conf"))),
            problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.lines().toString());
    }
    return (HttpSubserver) settings.subservers().getFirst();
  }

  /** A {@code [udp]} on that port of 127.0.0.1. */
  static UdpSubserver udp(int port, int workers) {
    return new UdpSubserver(
        "udp",
        List.of(new ListenAddress.Udp("127.0.0.1", port)),
        workers,
        1,
        1024,
        65_536,
        null,
        List.of(),
        OptionalInt.empty(),
        wsgi().log());
  }

  /** A {@code [daemons]} with daemons of those names. */
  static DaemonSubserver daemons(String... names) {
    return new DaemonSubserver(
        "daemons",
        Stream.of(names).map(name -> new AppSettings(name, "a.Daemon")).toList(),
        null,
        List.of(),
        OptionalInt.empty(),
        wsgi().log());
  }
}
