package net.brim.server.supervisor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import net.brim.server.config.Subserver;
import net.brim.server.config.UdpSubserver;
import net.brim.server.logging.Log;
import net.brim.server.plan.Launch;
import net.brim.server.plan.Plan;
import net.brim.server.stats.StatsLayout;

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
        wsgi().limits(),
        0,
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
        wsgi().limits(),
        wsgi().log());
  }

  /** A subserver of a generation that has it alone, listening on one address with those sockets. */
  static RunningSubserver running(RecordingOs os, Subserver settings, int... sockets) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8901);
    return running(
        settings,
        sockets.length == 0
            ? List.of()
            : List.of(new ListenerGroup(os.os(), address, sockets, sockets.length > 1)));
  }

  /** A subserver of a generation that serves and has it alone, listening there. */
  static RunningSubserver running(Subserver settings, List<ListenerGroup> listeners) {
    var generation = new Generation(1, plan(), 4);
    var subserver = new RunningSubserver(generation, settings, listeners, Log.main());
    generation.haveSubservers(List.of(subserver));
    generation.serve();
    return subserver;
  }

  private static Plan plan() {
    var section = Map.of("daemons", new Conf.Value("d", null));
    var daemon = Map.of("call", new Conf.Value("a.Daemon", null));
    return new Plan(
        Conf.of(Map.of("daemons", section, "d", daemon), List.of(Path.of("test.conf"))),
        new Launch(
            List.of(),
            Path.of("/root"),
            null,
            null,
            true,
            false,
            null,
            List.of("java"),
            List.of("-jar", "brim.jar")),
        new StatsLayout(List.of()),
        null);
  }

  /** A worker of a slot, just spawned. */
  static WorkerHandle worker(Slot slot, int pid, long now) {
    return worker(slot, pid, new WorkerPipes(20, 21, 22, 23), now);
  }

  /** The same, connected with us by those pipes. */
  static WorkerHandle worker(Slot slot, int pid, WorkerPipes pipes, long now) {
    return new WorkerHandle(
        slot,
        pid,
        pipes,
        new SharedVitals(new RecordingOs().os(), slot.subserver().settings().hubs()),
        now,
        slot.subserver().listeners().stream().map(ListenerGroup::describe).toList());
  }
}
