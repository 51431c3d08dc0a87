package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;

class ReloadTest {

  private static final String TWO = "[http]\nport = 8901\nworkers = 2\napps = echo\n";
  private static final String THREE = TWO.replace("= 2", "= 3");
  private static final String STEPWISE = "reload_surge = 1\n";
  private static final String DAEMONS = TWO + "[daemons]\ndaemons = a\n[a]\ncall = a.A\n";

  private Fleet fleet = new Fleet(TWO);

  private Reload begin() {
    return begin(fleet.first());
  }

  private Reload begin(Generation before) {
    return new Reload(before, fleet.generations, fleet.workers, false, fleet);
  }

  private Reload reload(String conf) throws InterruptedException {
    Reload reload = begin();
    reload.planned(Fleet.plan(conf), 7, 10);
    return reload;
  }

  private static Generation next(Reload reload) {
    return Objects.requireNonNull(reload.next());
  }

  /** The worker in a slot of the new generation says that it is ready. */
  private static void ready(Reload reload, int slot) {
    ready(reload, Fleet.worker(next(reload), slot));
  }

  private static void ready(Reload reload, WorkerHandle worker) {
    Fleet.ready(worker, 20);
    reload.ready(worker, 20);
  }

  private boolean gone(Reload reload, WorkerHandle worker, int status) {
    fleet.exits(worker, status);
    return reload.gone(worker, 30);
  }

  private WorkerHandle old(int slot) {
    return Fleet.worker(fleet.first(), slot);
  }

  // --- all at once ---

  @Test
  void startsAllAndRetiresNobodyBeforeTheLastIsReady() throws InterruptedException {
    List<WorkerHandle> before = List.of(old(0), old(1));
    Reload reload = reload(THREE);
    assertEquals(3, fleet.spawned());
    ready(reload, 2);
    ready(reload, 0);
    assertEquals(Reload.State.STARTING, reload.state());
    before.forEach(worker -> assertTrue(worker.takesConnections()));

    List<WorkerHandle> after = next(reload).slots().map(Slot::worker).toList();
    after.forEach(worker -> assertFalse(worker.takesConnections()));

    ready(reload, 1);

    assertEquals(Reload.State.DONE, reload.state());
    after.forEach(worker -> assertTrue(worker.takesConnections()));
    before.forEach(worker -> assertEquals(List.of("retire"), fleet.told(worker)));
    assertTrue(fleet.first().slots().allMatch(Slot::isClosed));
    assertEquals(List.of(), fleet.signals());
  }

  @Test
  void aWorkerThatFailsEndsItAndTheOldOnesHaveNoticedNothing() throws InterruptedException {
    Reload reload = reload(TWO);
    WorkerHandle one = Fleet.worker(next(reload), 0);
    WorkerHandle two = Fleet.worker(next(reload), 1);
    ready(reload, one);
    two.failed("no luck");

    assertTrue(gone(reload, two, 1));

    assertEquals(Reload.State.FAILED, reload.state());
    assertEquals(List.of("err no luck"), fleet.replies);
    assertEquals(List.of("retire"), fleet.told(one), "it may have requests");
    assertTrue(fleet.first().slots().allMatch(Slot::isReady));
    assertEquals(List.of(), fleet.told(old(0)));
    assertEquals(List.of(), fleet.signals());
  }

  @Test
  void oneThatStillStartsIsToldToFinishAndIsReadyForNobody() throws InterruptedException {
    Reload reload = reload(TWO);
    WorkerHandle slow = Fleet.worker(next(reload), 0);
    gone(reload, Fleet.worker(next(reload), 1), 1);
    assertEquals(List.of("retire"), fleet.told(slow));
    Fleet.ready(slow, 20);
    assertFalse(slow.takesConnections());
    assertFalse(slow.slot().hasBeenReady());
  }

  @Test
  void anOldWorkerThatDiesMeanwhileIsNoConcernOfIt() throws InterruptedException {
    Reload reload = reload(TWO);
    assertFalse(gone(reload, old(0), 1));
    assertEquals(Reload.State.STARTING, reload.state());
  }

  @Test
  void whoCannotBeStartedEndsIt() throws InterruptedException {
    fleet.os.refusals.put("spawn", new OsException("spawn", 11, "try again"));
    Reload reload = reload(TWO);
    assertEquals(Reload.State.FAILED, reload.state());
    assertEquals(List.of("err worker http/0 cannot be started: spawn: try again"), fleet.replies);
    assertTrue(fleet.first().slots().allMatch(Slot::isReady));
  }

  @Test
  void anAddressThatIsTakenEndsItBeforeAnythingStarts() throws InterruptedException {
    fleet.os.refusals.put(
        "bindTcp(/127.0.0.1:8902, false)",
        new OsException("bind", OsException.EADDRINUSE, "Address already in use"));
    Reload reload =
        reload(
            TWO
                + "[http#b]\nip = 127.0.0.1\nport = 8903\napps = echo\n"
                + "[http#c]\nip = 127.0.0.1\nport = 8902\napps = echo\n");
    assertEquals(Reload.State.FAILED, reload.state());
    assertNull(reload.next());
    assertEquals(
        List.of(
            "err [http#c] cannot listen on port 8902 of 127.0.0.1: bind: Address already in use"),
        fleet.replies);
    assertEquals(0, fleet.spawned());
    List<String> bound =
        fleet.os.calls.stream().filter(call -> call.contains("8903, false")).toList();
    assertEquals(1, bound.size());
    assertTrue(fleet.os.calls.contains("close(7)"), "the memory with the plan");
  }

  // --- step by step ---

  @Test
  void oneAtATimeRetiresTheOneBeforeEach() throws InterruptedException {
    List<WorkerHandle> before = List.of(old(0), old(1));
    Reload reload = reload(STEPWISE + THREE);
    assertEquals(1, fleet.spawned());
    ready(reload, 0);
    assertEquals(List.of("retire"), fleet.told(before.get(0)));
    assertEquals(List.of(), fleet.told(before.get(1)));
    assertEquals(2, fleet.spawned());
    ready(reload, 1);
    assertEquals(List.of("retire"), fleet.told(before.get(1)));
    ready(reload, 2);
    assertEquals(Reload.State.DONE, reload.state());
    assertEquals(3, fleet.spawned());
  }

  @Test
  void fewerWorkersRetireTheRestAtTheEnd() throws InterruptedException {
    fleet = new Fleet(THREE);
    WorkerHandle last = old(2);
    Reload reload = reload(STEPWISE + TWO);
    ready(reload, 0);
    assertEquals(List.of(), fleet.told(last));
    ready(reload, 1);
    assertEquals(Reload.State.DONE, reload.state());
    assertEquals(List.of("retire"), fleet.told(last));
  }

  @Test
  void aFailureAtTheFirstStepRestoresNothing() throws InterruptedException {
    Reload reload = reload(STEPWISE + TWO);
    gone(reload, Fleet.worker(next(reload), 0), 1);
    assertEquals(Reload.State.FAILED, reload.state());
    assertEquals(1, fleet.spawned());
  }

  @Test
  void aFailureInTheMiddleRestoresWhatHadRetired() throws InterruptedException {
    Reload reload = reload(STEPWISE + TWO);
    WorkerHandle one = Fleet.worker(next(reload), 0);
    ready(reload, one);
    WorkerHandle kept = old(1);

    gone(reload, Fleet.worker(next(reload), 1), 1);

    assertEquals(Reload.State.RESTORING, reload.state());
    assertFalse(reload.isOver());
    assertTrue(one.takesConnections(), "until another does");
    Slot slot = fleet.first().slots().toList().getFirst();
    assertEquals(30, slot.dueAt());
    ready(reload, fleet.start(slot));
    assertEquals(Reload.State.FAILED, reload.state());
    assertEquals(List.of("retire"), fleet.told(one));
    assertTrue(kept.takesConnections());
  }

  @Test
  void oneThatHadTakenOverAndDiesIsRestoredToo() throws InterruptedException {
    Reload reload = reload(STEPWISE + TWO);
    WorkerHandle one = Fleet.worker(next(reload), 0);
    ready(reload, one);
    assertTrue(gone(reload, one, 1));
    assertEquals(Reload.State.RESTORING, reload.state());
    ready(reload, fleet.start(fleet.first().slots().toList().getFirst()));
    assertEquals(Reload.State.FAILED, reload.state());
  }

  @Test
  void whereOneCannotBeRestoredAnotherReloadIsNotHeldUp() throws InterruptedException {
    Reload reload = reload(STEPWISE + TWO);
    WorkerHandle one = Fleet.worker(next(reload), 0);
    WorkerHandle before = old(0);
    ready(reload, one);
    gone(reload, Fleet.worker(next(reload), 1), 1);
    assertFalse(gone(reload, before, 0), "it has finished, which is no failure");
    assertEquals(Reload.State.RESTORING, reload.state());
    Slot slot = fleet.first().slots().toList().getFirst();
    WorkerHandle restored = fleet.start(slot);
    restored.failed("the old jar is gone");

    assertFalse(gone(reload, restored, 1), "it is to be restarted");

    assertEquals(Reload.State.FAILED, reload.state());
    assertEquals(
        List.of(
            "err the old jar is gone",
            "err workers of generation 2 serve until those of generation 1 can start"),
        fleet.replies.subList(1, 3));
    assertTrue(one.takesConnections());
  }

  @Test
  void whereOneCannotEvenBeStartedAgainAnotherReloadIsNotHeldUpEither()
      throws InterruptedException {
    Reload reload = reload(STEPWISE + TWO);
    WorkerHandle one = Fleet.worker(next(reload), 0);
    ready(reload, one);
    gone(reload, Fleet.worker(next(reload), 1), 1);
    reload.notStarted(fleet.first().slots().toList().get(1), "it had not retired");
    assertEquals(Reload.State.RESTORING, reload.state());

    reload.notStarted(fleet.first().slots().toList().getFirst(), "worker http/0 cannot be started");

    assertEquals(Reload.State.FAILED, reload.state());
    assertEquals(
        List.of(
            "err worker http/0 cannot be started",
            "err workers of generation 2 serve until those of generation 1 can start"),
        fleet.replies.subList(1, 3));
    assertTrue(one.takesConnections());
  }

  // --- the plan ---

  @Test
  void withoutAPlanNothingBegins() {
    Reload reload = begin();
    reload.planSaid(false, "a hint");
    reload.planSaid(true, "wrong");
    assertEquals(Reload.State.PLANNING, reload.state());
    reload.planFailed();
    assertEquals(Reload.State.FAILED, reload.state());
    assertEquals(List.of("out a hint", "err wrong"), fleet.replies);
  }

  @Test
  void aPlanThatFailsWithoutAWordIsExplained() {
    begin().planFailed();
    assertEquals(
        List.of("err the program that makes the plan could not run: the log says what it printed"),
        fleet.replies);
  }

  @Test
  void whatOnlyAStartChangesIsSaid() throws InterruptedException {
    Reload reload = reload("umask = 0077\nerrorlog = /tmp/e\n" + TWO);
    assertEquals(Reload.State.STARTING, reload.state());
    assertEquals(
        List.of(
            "out [brim] umask stays as it was: a stop and a start change it",
            "out [brim] errorlog stays as it was: a stop and a start change it"),
        fleet.replies);
  }

  @Test
  void whatSocketsKeepIsSaid() throws InterruptedException {
    String conf = "[http]\nlisten = 127.0.0.1:1 /proc/none/s(0660)\nbacklog = 5\napps = echo\n";
    assertEquals(List.of(), differences(conf, conf));
    assertEquals(
        List.of(
            "[http] backlog for port 1 of 127.0.0.1 stays as it was: a stop and a start change it",
            "[http] the mode of unix:/proc/none/s stays as it was: a stop and a start change it"),
        differences(conf, conf.replace("= 5", "= 6").replace("660", "600")));
    assertEquals(
        List.of(),
        differences(conf, conf.replace("= 5", "= 6").replace("0.1:1 /proc", "0.1:2 /dev")));
  }

  private static List<String> differences(String was, String is) {
    return Lasting.differences(Fleet.plan(was).settings(), Fleet.plan(is).settings());
  }

  // --- the server ends ---

  @Test
  void isGivenUpWhileItIsPlanned() {
    Reload reload = begin();
    reload.abandon("the server ends", 10);
    assertEquals(Reload.State.FAILED, reload.state());
    assertEquals(List.of("err the server ends"), fleet.replies);
  }

  @Test
  void isGivenUpWhileWorkersStart() throws InterruptedException {
    Reload reload = reload(TWO);
    WorkerHandle starting = Fleet.worker(next(reload), 0);
    reload.abandon("the server ends", 20);
    assertEquals(Reload.State.FAILED, reload.state());
    assertEquals(List.of("retire"), fleet.told(starting));
  }

  // --- sections ---

  @Test
  void aSectionThatComesAndOneThatGoes() throws InterruptedException {
    fleet = new Fleet(TWO + "[http#old]\nport = 8902\napps = echo\n");
    WorkerHandle old = Fleet.worker(fleet.first(), 2);
    Reload reload = reload(TWO + "[http#new]\nport = 8903\napps = echo\n");
    assertEquals(3, fleet.spawned());
    ready(reload, 0);
    ready(reload, 1);
    ready(reload, 2);
    assertEquals(Reload.State.DONE, reload.state());
    assertEquals(List.of("drain"), fleet.told(old)); // there is nobody to hand connections to
  }

  @Test
  void connectionsAreLeftToNobodyWhoExpectsAnotherBeginningOfThem() throws InterruptedException {
    WorkerHandle old = old(0);
    Reload reload = reload(TWO + "proxy_protocol = on\n");
    ready(reload, 0);
    ready(reload, 1);
    assertEquals(Reload.State.DONE, reload.state());
    assertEquals(List.of("drain"), fleet.told(old));
  }

  @Test
  void anOldWorkerOfASectionThatGoesCanStillBeStarted() throws InterruptedException {
    fleet = new Fleet(TWO + "[http#old]\nport = 8902\napps = echo\n");
    reload(TWO);
    WorkerHandle old = Fleet.worker(fleet.first(), 2);
    fleet.exits(old, 1);
    old.slot().died(0, 20);
    assertNotNull(fleet.start(old.slot()));
  }

  @Test
  void restartsAreCountedOn() throws InterruptedException {
    Slot slot = old(0).slot();
    fleet.exits(old(0), 1);
    slot.died(0, 1);
    Fleet.ready(fleet.start(slot), 2);
    assertEquals(1, slot.restarts());
    assertEquals(1, Fleet.worker(next(reload(TWO)), 0).slot().restarts());
  }

  // --- daemons ---

  @Test
  void aDaemonIsStartedWhenTheOneBeforeItIsGone() throws InterruptedException {
    fleet = new Fleet(DAEMONS);
    WorkerHandle before = Fleet.worker(fleet.first(), 2);
    Reload reload = reload(DAEMONS);
    Slot slot = next(reload).slots().toList().getLast();
    ready(reload, 0);
    assertEquals(List.of(), fleet.told(before));
    ready(reload, 1);
    assertEquals(Reload.State.DONE, reload.state());
    assertEquals(List.of("drain"), fleet.told(before));
    assertTrue(slot.isEmpty());
    assertEquals(Long.MAX_VALUE, slot.dueAt());
    slot.gone(before, 40);
    assertEquals(40, slot.dueAt());
  }

  @Test
  void aSecondReloadAwaitsTheDaemonThatTheFirstAwaits() throws InterruptedException {
    fleet = new Fleet(DAEMONS);
    WorkerHandle before = Fleet.worker(fleet.first(), 2);
    Reload reload = reload(DAEMONS);
    ready(reload, 0);
    ready(reload, 1);
    Reload second = begin(next(reload));
    second.planned(Fleet.plan(DAEMONS), 6, 50);
    ready(second, 0);
    ready(second, 1);
    Slot slot = next(second).slots().toList().getLast();
    assertEquals(Long.MAX_VALUE, slot.dueAt(), "there would be two");
    slot.gone(before, 60);
    assertEquals(60, slot.dueAt());
  }

  @Test
  void aDaemonThatWaitsToBeRestartedIsDueAtOnce() throws InterruptedException {
    fleet = new Fleet(DAEMONS);
    WorkerHandle before = Fleet.worker(fleet.first(), 2);
    fleet.exits(before, 1);
    before.slot().died(0, 5);
    Reload reload = reload(DAEMONS);
    ready(reload, 0);
    ready(reload, 1);
    assertTrue(next(reload).slots().toList().getLast().dueAt() <= 20);
  }
}
