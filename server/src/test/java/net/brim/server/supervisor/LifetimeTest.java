package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.brim.os.Signals;
import net.brim.server.systemd.Notifier;
import org.junit.jupiter.api.Test;

/** The phases of a server, and their deadlines. */
class LifetimeTest {

  private static final String TWO =
      "graceful_timeout = 5s\n[http]\nport = 8901\nworkers = 2\napps = echo\n";

  private final Fleet fleet = new Fleet(TWO);
  private final RecordedOutside outside = new RecordedOutside(fleet);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** That of a server whose generation is that one, from the time 0. */
  private Lifetime of(Generation generation) {
    return new Lifetime(
        0,
        fleet.workers,
        new Changes(generation, fleet.generations, fleet.workers, outside),
        outside,
        Report.to(printed(out), printed(err)),
        new Announcements(Notifier.NONE, fleet.listeners, new SocketStore(Notifier.NONE)));
  }

  private static PrintStream printed(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private Lifetime running() {
    Lifetime lifetime = of(fleet.first());
    lifetime.ready();
    return lifetime;
  }

  private List<String> everyWorkerGets(int signal) {
    return fleet.workers.all().map(worker -> worker.pid() + " " + signal).sorted().toList();
  }

  private List<String> signals() {
    return fleet.signals().stream().sorted().toList();
  }

  @Test
  void runsWhenAllWorkersHaveBeenReady() {
    Lifetime lifetime = of(fleet.first());
    assertTrue(lifetime.isStarting());
    lifetime.ready();
    assertTrue(lifetime.isRunning());
    assertTrue(out.toString(StandardCharsets.UTF_8).contains(" with 2 workers"), out::toString);
    assertEquals(Long.MAX_VALUE, lifetime.nextAt());
  }

  @Test
  void saysOnceWhomAStartWaitsFor() {
    Lifetime lifetime = of(fleet.next(Fleet.plan(TWO)));
    lifetime.ready();
    assertEquals(10_000, lifetime.nextAt());
    lifetime.enforce(9_999);
    assertEquals("", out.toString(StandardCharsets.UTF_8));
    lifetime.enforce(10_000);
    lifetime.enforce(20_000);
    String said = "waiting for http/0, http/1 to be ready" + System.lineSeparator();
    assertEquals(said, out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aStartThatFailsSaysWhyAndEndsWithStatus1() {
    Lifetime lifetime = of(fleet.next(Fleet.plan(TWO)));
    lifetime.abort("no luck", 5);
    assertEquals("no luck" + System.lineSeparator(), err.toString(StandardCharsets.UTF_8));
    assertEquals(1, lifetime.exitStatus());
    assertEquals(List.of("close listeners"), outside.asked);
    assertEquals(everyWorkerGets(Signals.TERM), signals());
    assertFalse(lifetime.isOver(), "workers are left");
  }

  @Test
  void aShutdownDrainsThenReleasesThenEndsThenKills() {
    Lifetime lifetime = running();
    lifetime.shutDown("SIGHUP", 100);
    assertEquals(Lifetime.Phase.DRAINING, lifetime.phase());
    fleet.workers.all().forEach(worker -> assertEquals(List.of("drain"), fleet.told(worker)));
    lifetime.enforce(2_099);
    assertEquals(List.of("close listeners"), outside.asked);
    lifetime.enforce(2_100);
    assertEquals(List.of("close listeners", "release"), outside.asked);
    lifetime.enforce(6_099);
    assertEquals(List.of(), signals());
    lifetime.enforce(6_100);
    assertEquals(Lifetime.Phase.STOPPING, lifetime.phase());
    assertEquals(everyWorkerGets(Signals.TERM), signals());
    fleet.os.calls.clear();
    lifetime.enforce(8_099);
    assertEquals(List.of(), signals());
    lifetime.enforce(8_100);
    assertEquals(everyWorkerGets(Signals.KILL), signals());
    assertEquals(0, lifetime.exitStatus());
  }

  @Test
  void whatIsDrainedReleasesAsSoonAsNobodyAccepts() {
    Lifetime lifetime = running();
    lifetime.shutDown("SIGHUP", 100);
    fleet.workers.all().forEach(WorkerHandle::becameDraining);
    lifetime.enforce(101);
    assertEquals(List.of("close listeners", "release"), outside.asked);
  }

  @Test
  void aSecondStopKillsAtOnce() {
    Lifetime lifetime = running();
    lifetime.stop("SIGTERM", 100);
    assertEquals(everyWorkerGets(Signals.TERM), signals());
    fleet.os.calls.clear();
    lifetime.stop("SIGTERM", 200);
    lifetime.enforce(200);
    assertEquals(everyWorkerGets(Signals.KILL), signals());
  }

  @Test
  void isOverWhenTheLastWorkerIsGone() {
    Lifetime lifetime = running();
    lifetime.stop("SIGTERM", 100);
    fleet.workers.all().toList().forEach(worker -> fleet.exits(worker, 0));
    assertTrue(lifetime.isOver());
  }

  @Test
  void whoIsToldToShutDownBeforeItRunsStops() {
    Lifetime lifetime = of(fleet.next(Fleet.plan(TWO)));
    lifetime.shutDown("SIGHUP", 5);
    assertEquals(Lifetime.Phase.STOPPING, lifetime.phase());
    String why = "stopped by SIGHUP before all workers were ready" + System.lineSeparator();
    assertEquals(why, err.toString(StandardCharsets.UTF_8));
  }
}
