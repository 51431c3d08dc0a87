package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Brim as a service of systemd, for which {@code service_manager.py} stands in. */
class SystemdTest {

  private static final Path STAND_IN =
      Distribution.REPOSITORY.resolve("integration-tests/src/test/programs/service_manager.py");
  private static final String EVENTS = "events";

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeEach
  void needPython() {
    Clients.need("python3");
  }

  private void conf(String options) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log
        workers = 2
        listen_retry = 0
        %s

        [http]
        port = 8901
        ip = 127.0.0.1
        apps = workbench echo stats

        [http#unix]
        listen = ./web.sock
        apps = stats

        [udp]
        port = 8901
        ip = 127.0.0.1
        call = brim.udp_echo.UDPEcho

        %s
        """
            .formatted(Workbench.classpath(), options, Workbench.SECTION));
  }

  /** Starts the service. */
  private Program service(String... options) {
    var command = new ArrayList<>(List.of("python3", STAND_IN.toString()));
    command.addAll(List.of(options));
    command.addAll(List.of(brimd.file(EVENTS).toString(), "--"));
    command.addAll(List.of(Distribution.brimd().toString(), "start", "--foreground"));
    return brimd.start(command, brimd.home());
  }

  private void awaitEvents(String text, int count) {
    // A service with six workers, started anew: that takes its time on a busy machine.
    assertTrue(
        Await.within(Await.LIMIT.multipliedBy(3), () -> brimd.lines(EVENTS, text).size() >= count),
        () -> "%d times '%s' in:%n%s".formatted(count, text, brimd.read(EVENTS)));
  }

  private int indexOf(String event) {
    return brimd.read(EVENTS).indexOf(event);
  }

  @Test
  void theServiceManagerIsToldWhatHappens() throws IOException {
    conf("");
    Program service = service("--watchdog", "2000000");
    awaitEvents("told READY=1", 1);
    awaitEvents("told MAINPID=" + brimd.pid(), 1);
    awaitEvents("told STATUS=6 of 6 workers ready, generation 1", 1);
    awaitEvents("told WATCHDOG=1", 3);
    int starting = indexOf("told STATUS=starting, 0 of 6 workers ready");
    assertTrue(starting >= 0 && starting < indexOf("told READY=1"), brimd.read(EVENTS));
    for (long pid : Processes.of(brimd.home())) {
      String environment = Files.readString(Path.of("/proc/" + pid + "/environ"));
      boolean main = pid == brimd.pid();
      assertEquals(main, environment.contains("NOTIFY_SOCKET="), Processes.describe(pid));
      assertEquals(main, environment.contains("WATCHDOG_"), Processes.describe(pid));
    }

    brimd.run("reload").exits(0);
    awaitEvents("told READY=1", 2);
    awaitEvents("told STATUS=6 of 6 workers ready, generation 2", 1);
    assertTrue(indexOf("told RELOADING=1\ntold MONOTONIC_USEC=") > 0);

    long pid = brimd.pid();
    brimd.signal(pid, "USR2"); // what `systemctl reload` does
    awaitEvents("told READY=1", 3);
    awaitEvents("told STATUS=6 of 6 workers ready, generation 3", 1);
    assertEquals(pid, brimd.pid());
    brimd.awaitLine("brim.log", "Brim goes on");

    try (var held = new Workbench.Held(brimd)) {
      brimd.run("shutdown").exits(0);
      awaitEvents("told STOPPING=1", 1);
      assertTrue(indexOf("told EXTEND_TIMEOUT_USEC=35000000") > 0, brimd.read(EVENTS));
      awaitEvents("told STATUS=draining, ", 1);
      held.goOn();
      assertEquals(200, held.client().read().status());
    }
    service.outcome().exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void aFailedReloadIsOverToo() {
    conf("");
    Program service = service("--abstract");
    awaitEvents("told READY=1", 1);
    brimd.write(".brimd.conf", brimd.read(".brimd.conf").replace("apps = stats", "apps = none"));
    brimd.run("reload").exits(1);
    awaitEvents("told READY=1", 2);
    assertTrue(indexOf("told RELOADING=1\n") > 0);
    brimd.signal(brimd.pid(), "TERM");
    service.outcome().exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void aKilledSupervisorCostsNoConnection() throws IOException {
    conf("graceful_timeout = 60s");
    Program service = service();
    awaitEvents("told READY=1", 1);
    for (String socket : List.of("0-tcp", "1-tcp", "0-udp", "1-udp", "0-unix")) {
      awaitEvents("told FDNAME=brim-" + socket, 1);
    }
    long first = brimd.pid();
    try (var held = new Workbench.Held(brimd);
        UdpClient udp = UdpClient.to(brimd.port());
        NewConnections load = NewConnections.start(brimd.port(), "/hello", 2)) {
      load.awaitMore(50);

      brimd.signal(first, "KILL");

      awaitEvents("started ", 2);
      awaitEvents("told READY=1", 2);
      load.awaitMore(50);
      held.goOn();
      assertEquals(200, held.client().read().status(), "from a worker of the dead supervisor");
      load.end();
      assertEquals(List.of(), load.refused());
      assertEquals(List.of(), load.broken());
      assertEquals("again", udp.ask("again"));
    }
    assertNotEquals(first, brimd.pid());
    List<String> started = brimd.lines(EVENTS, "started ");
    assertEquals(5 + 2, started.getLast().split(" ", -1).length, started::toString);
    assertTrue(
        brimd
            .shell("curl -s --unix-socket $HOME/web.sock http://a/stats")
            .out()
            .startsWith("{\"start_time\""));
    brimd.signal(brimd.pid(), "HUP");
    service.outcome().exits(0);
    awaitEvents("told FDSTOREREMOVE=1", 1);
    assertFalse(Files.exists(brimd.file("web.sock")));
    brimd.assertNothingLeft();
  }

  @Test
  void whatWasKeptForAnEarlierConfigurationIsGivenUp() throws IOException {
    conf("");
    Program service = service();
    awaitEvents("told READY=1", 1);
    brimd.write(
        ".brimd.conf",
        brimd
            .read(".brimd.conf")
            .replace("[http#unix]\nlisten", "[http#unix]\nlisten = 127.0.0.1:8903\n#"));
    brimd.signal(brimd.pid(), "KILL");
    awaitEvents("told READY=1", 2);
    awaitEvents("told FDSTOREREMOVE=1", 1);
    assertTrue(
        service.out().contains("no subserver listens any more at brim-0-unix-"), service::out);
    assertEquals(200, RawClient.get(brimd.port(8903), "/stats").status());
    brimd.signal(brimd.pid(), "TERM");
    service.outcome().exits(0);
    Files.delete(brimd.file("web.sock"));
    brimd.assertNothingLeft();
  }

  @Test
  void socketsOfUnitsAreUsedInPlaceOfBinding() throws IOException {
    conf("systemd = yes");
    int port = brimd.port();
    Program service =
        service(
            "--listen", "web.socket=127.0.0.1:" + port,
            "--listen", "web.socket=unix:" + brimd.file("web.sock"));
    Await.until("the socket", () -> !Ports.isFree(port));
    assertEquals(200, RawClient.get(port, "/hello").status(), "from before the start");
    awaitEvents("told READY=1", 1);
    for (int i = 0; i < 20; i++) {
      assertEquals(200, RawClient.get(port, "/hello").status());
    }
    awaitEvents("told FDNAME=brim-1-tcp", 1);
    assertEquals(-1, indexOf("told FDNAME=brim-0-tcp"), "the unit has it");
    assertFalse(brimd.read("brim.log").contains("not steered"), brimd.read("brim.log"));
    brimd.signal(brimd.pid(), "TERM");
    service.outcome().exits(0);
    assertTrue(Files.exists(brimd.file("web.sock")), "it is the unit's");
    Files.delete(brimd.file("web.sock"));
    brimd.assertNothingLeft();
  }

  @Test
  void aSocketThatMatchesNothingEndsTheStart() throws IOException {
    conf("");
    int port = brimd.port(8904);
    Program service = service("--listen", "other.socket=127.0.0.1:" + port);
    service.outcome().exits(1);
    String why =
        "systemd passes the socket other.socket (127.0.0.1:%d), and no subserver listens there"
            .formatted(port);
    assertTrue(service.err().contains(why + "\n"), service::err);
    awaitEvents("told STATUS=" + why, 1);
    brimd.assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({"no, 0, 0", "yes, 1, 1"})
  void theOptionDecides(String value, int statusByHand, int told) throws IOException {
    conf("systemd = " + value);
    Outcome byHand = brimd.run("start").exits(statusByHand);
    if (statusByHand == 0) {
      brimd.stopped();
    } else {
      assertTrue(byHand.err().contains("[brim] systemd = yes: NOTIFY_SOCKET is not set"));
    }
    Program service = service();
    Await.until("the server", () -> service.out().contains("[http] listening"));
    if (told > 0) {
      awaitEvents("told READY=1", 1);
    }
    assertEquals(told, brimd.lines(EVENTS, "told READY=1").size());
    brimd.signal(brimd.pid(), "TERM");
    service.outcome().exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void aServiceManagerThatIsNotThereIsNoReasonNotToServe() throws IOException {
    conf("");
    brimd.shell("NOTIFY_SOCKET=$HOME/none brimd start").exits(0);
    assertEquals(200, RawClient.get(brimd.port(), "/hello").status());
    brimd.awaitLine("brim.log", "NOTIFY_SOCKET " + brimd.file("none"));
    brimd.stopped();
    brimd.assertNothingLeft();
  }
}
