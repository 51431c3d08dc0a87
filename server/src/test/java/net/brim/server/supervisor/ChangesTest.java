package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;

class ChangesTest {

  private static final String TWO = "[http]\nport = 8901\nworkers = 2\napps = echo\n";
  private static final String STEPWISE = "reload_surge = 1\n" + TWO;

  private final Fleet fleet = new Fleet("start_timeout = 5s\n" + TWO);
  private final RecordedOutside outside = new RecordedOutside(fleet);
  private final Changes changes =
      new Changes(fleet.first(), fleet.generations, fleet.workers, outside);

  private void planned(String conf) throws InterruptedException {
    changes.planned(Fleet.plan(conf), 7, 0, 20);
    changes.goOn(20);
  }

  /** All workers that start become ready. */
  private void allReady() {
    fleet.workers.all().filter(WorkerHandle::isStarting).toList().forEach(this::ready);
  }

  private void ready(WorkerHandle worker) {
    Fleet.ready(worker, 30);
    changes.ready(worker, 30);
    changes.goOn(30);
  }

  private boolean gone(WorkerHandle worker) {
    fleet.exits(worker, 1);
    boolean ours = changes.gone(worker, 40);
    changes.closeVanished();
    changes.forgetIfLast(worker.slot().subserver().generation());
    changes.goOn(40);
    return ours;
  }

  @Test
  void aReloadMakesTheNextGenerationTheCurrentOne() throws InterruptedException {
    List<WorkerHandle> before = fleet.workers.all().toList();
    changes.reload(fleet);
    changes.goOn(10);
    assertEquals(List.of("plan after generation 1"), outside.asked);
    planned(TWO);
    assertSame(fleet.first(), changes.current());
    allReady();
    assertEquals(2, changes.current().number());
    before.forEach(worker -> assertEquals(List.of("retire"), fleet.told(worker)));
    gone(before.getFirst());
    assertFalse(outside.asked.contains("forget generation 1"));
    gone(before.getLast());
    assertTrue(outside.asked.contains("forget generation 1"));
    assertEquals("done 0", fleet.replies.getLast());
  }

  @Test
  void oneChangeAfterTheOther() throws InterruptedException {
    changes.reload(fleet);
    changes.goOn(10);
    changes.reload(fleet);
    changes.scale("http", 1, fleet);
    changes.goOn(10);
    assertEquals(1, outside.asked.size());
    assertEquals("out waiting for the change that goes on", fleet.replies.getLast());
    planned(TWO);
    allReady();
    assertEquals(List.of("plan after generation 1", "plan after generation 2"), outside.asked);
    planned(TWO);
    allReady();
    assertEquals(3, changes.current().number());
    assertEquals(1, changes.current().slots().count());
  }

  @Test
  void aReloadIsAnsweredWhenNobodyElseAccepts() throws InterruptedException {
    List<WorkerHandle> before = fleet.workers.all().toList();
    changes.reload(fleet);
    changes.goOn(10);
    planned(TWO);
    allReady();
    assertEquals(2, changes.current().number());
    assertEquals(List.of(), fleet.replies);
    before.getFirst().becameDraining();
    changes.closeVanished();
    assertEquals(List.of(), fleet.replies);
    before.getLast().becameDraining();
    changes.closeVanished();
    assertEquals("done 0", fleet.replies.getLast());
    assertEquals(List.of("generation", 2), fleet.data.getFirst());
  }

  @Test
  void aReloadIsAnsweredThoughTheNextOneHasWorkersThatAccept() throws InterruptedException {
    List<WorkerHandle> before = fleet.workers.all().toList();
    changes.reload(fleet);
    changes.reload(fleet);
    changes.goOn(10);
    planned(TWO);
    allReady();
    planned(STEPWISE);
    fleet.workers.all().filter(WorkerHandle::isStarting).findAny().ifPresent(this::ready);
    fleet.workers.steer();
    before.forEach(WorkerHandle::becameDraining);
    changes.closeVanished();
    assertTrue(changes.isReloading());
    assertEquals("done 0", fleet.replies.getLast());
  }

  @Test
  void oneMoreCountsFromWhatThereIsWhenItsTurnComes() throws InterruptedException {
    changes.reload(fleet);
    changes.goOn(10);
    changes.scaleFirst(1, fleet);
    changes.scaleFirst(1, fleet);
    planned(TWO);
    allReady();
    fleet.start(changes.current().slots().toList().get(2));
    allReady();
    assertEquals(4, changes.current().slots().count());
  }

  @Test
  void waitsWhereTooManyGenerationsLinger() throws InterruptedException {
    List<WorkerHandle> first = fleet.workers.all().toList();
    for (int i = 0; i < 3; i++) {
      changes.reload(fleet);
      changes.goOn(10);
      planned(TWO);
      allReady();
    }
    outside.asked.clear();
    changes.reload(fleet);
    changes.goOn(10);
    assertEquals("out waiting for workers of 3 generations to finish", fleet.replies.getLast());
    assertEquals(List.of(), outside.asked);
    first.forEach(this::gone);
    assertEquals(List.of("forget generation 1", "plan after generation 4"), outside.asked);
  }

  @Test
  void aPlanThatIsNotMadeInTimeIsGivenUp() {
    changes.reload(fleet);
    changes.goOn(10);
    assertEquals(5_010, changes.nextAt());
    changes.enforce(5_009);
    assertEquals(1, outside.asked.size());
    changes.enforce(5_010);
    assertEquals("give up the plan", outside.asked.getLast());
    assertEquals(Long.MAX_VALUE, changes.nextAt());
    changes.planFailed();
    changes.goOn(5_020);
    assertEquals(
        List.of(
            "err the configuration and its apps are not read after 5 s, which is start_timeout",
            "done 1"),
        fleet.replies);
    assertFalse(changes.isReloading());
  }

  @Test
  void whenTheServerEndsAllWhoWaitAreTold() {
    changes.reload(fleet);
    changes.goOn(10);
    changes.scale("http", 3, fleet);
    changes.giveUp(20);
    assertEquals(
        List.of(
            "out waiting for the change that goes on",
            "err the server ends",
            "done 1",
            "err the server ends",
            "done 1"),
        fleet.replies);
    assertEquals("give up the plan", outside.asked.getLast());
    changes.planFailed();
    assertEquals(Long.MAX_VALUE, changes.nextAt());
  }

  @Test
  void whoServesForAGenerationThatWasGivenUpFinishesWhenItIsNotNeededAnyMore()
      throws InterruptedException {
    changes.reload(fleet);
    changes.goOn(10);
    planned(STEPWISE);
    WorkerHandle straggler =
        fleet.workers.all().filter(WorkerHandle::isStarting).findAny().orElseThrow();
    ready(straggler);
    gone(fleet.workers.all().filter(WorkerHandle::isStarting).findAny().orElseThrow());
    Slot slot = fleet.first().slots().filter(Slot::isEmpty).findAny().orElseThrow();
    gone(fleet.start(slot));
    assertFalse(changes.isReloading());
    assertEquals("done 1", fleet.replies.getLast());
    assertEquals(List.of(), fleet.told(straggler));
    slot.died(0, 50);

    ready(fleet.start(slot));

    assertEquals(List.of("retire"), fleet.told(straggler));
  }

  @Test
  void aReloadToMoreWorkersHasItsSocketsThoughAnOldWorkerEndsMeanwhile()
      throws InterruptedException {
    ListenerGroup group = fleet.first().subservers().getFirst().listeners().getFirst();
    changes.reload(fleet);
    changes.goOn(10);
    planned(TWO.replace("= 2", "= 4"));
    gone(Fleet.worker(fleet.first(), 1));
    assertEquals(4, group.size());
    allReady();
    assertEquals(2, changes.current().number());
    assertEquals(4, group.stored().size(), "all of them listen");
  }

  @Test
  void anAddressIsClosedAtOnceWhereNobodyIsLeftToServeIt() throws InterruptedException {
    fleet
        .first()
        .slots()
        .map(Fleet::worker)
        .toList()
        .forEach(worker -> {
          gone(worker);
          worker.slot().died(0, 5);
        });
    changes.reload(fleet);
    changes.goOn(10);
    planned(TWO.replace("8901", "8902"));
    fleet.os.calls.clear();
    allReady();
    assertEquals(2, closed());
  }

  @Test
  void anAddressThatWasNewIsClosedWhereNoWorkerCouldBeStarted() throws InterruptedException {
    changes.reload(fleet);
    changes.goOn(10);
    fleet.os.refusals.put("spawn", new OsException("spawn", 11, "try again"));
    planned(TWO.replace("8901", "8902"));
    assertFalse(changes.isReloading());
    assertEquals(1, fleet.listeners.groups().size());
  }

  private long closed() {
    return fleet.os.calls.stream().filter(call -> call.startsWith("close(")).count();
  }

  @Test
  void whoRetiresForAnEarlierReloadDrainsWhereNobodyWouldTakeItsConnections()
      throws InterruptedException {
    List<WorkerHandle> first = fleet.workers.all().toList();
    changes.reload(fleet);
    changes.goOn(10);
    planned(TWO);
    allReady();
    changes.reload(fleet);
    changes.goOn(10);
    planned(TWO.replace("[http]", "[http#other]"));
    allReady();
    assertEquals(3, changes.current().number());
    first.forEach(worker -> assertEquals(List.of("retire", "drain"), fleet.told(worker)));
  }

  @Test
  void anAddressOfNobodyIsClosedThoughItsRequestsGoOn() throws InterruptedException {
    List<WorkerHandle> before = fleet.workers.all().toList();
    changes.reload(fleet);
    changes.goOn(10);
    planned(TWO.replace("8901", "8902"));
    allReady();
    fleet.os.calls.clear();
    before.getFirst().becameDraining();
    changes.closeVanished();
    assertEquals(List.of(), fleet.os.calls);
    before.getLast().becameDraining();
    changes.closeVanished();
    assertEquals(
        List.of("close", "close"),
        fleet.os.calls.stream().map(call -> call.substring(0, 5)).toList());
  }
}
