package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.brim.os.ChildExit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotTest {

  private final RecordingOs os = new RecordingOs();
  private RunningSubserver subserver;
  private Slot slot;

  @BeforeEach
  void makeTwoSlots() {
    subserver = Subservers.running(os, Subservers.wsgi("workers", "2"), 10, 11);
    slot = subserver.slots().get(1);
  }

  private static WorkerHandle fill(Slot which, int pid, long now) {
    WorkerHandle worker = Subservers.worker(which, pid, now);
    which.filledBy(worker);
    return worker;
  }

  @Test
  void isDueAtOnceWhenNew() {
    assertTrue(slot.isEmpty());
    assertEquals(0, slot.dueAt());
    assertEquals("wsgi/1", slot.toString());
  }

  @Test
  void theSlotOfADaemonHasItsName() {
    var daemons = Subservers.running(os, Subservers.daemons("sample", "night"));
    assertEquals("daemons/night", daemons.slots().getLast().toString());
    assertEquals(1, daemons.slots().getLast().index());
    assertEquals("[daemons] running sample, night", daemons.describe());
  }

  @Test
  void aSuccessorTakesItsPlaceWhenItIsReady() {
    WorkerHandle first = fill(slot, 1, 0);
    WorkerHandle second = Subservers.worker(slot, 2, 0);
    slot.willBeFilledBy(second);
    assertEquals(first, slot.worker());
    assertEquals(first, slot.succeed());
    assertEquals(second, slot.worker());
    assertNull(slot.successor());
    assertEquals(0, slot.restarts());
  }

  @Test
  void isNotFilledWhileItIsClosedOrAwaitsAnother() {
    slot.close();
    assertEquals(Long.MAX_VALUE, slot.dueAt());
    slot.reopen(7);
    assertEquals(7, slot.dueAt());
    WorkerHandle other = Subservers.worker(slot, 2, 0);
    slot.await(other);
    assertEquals(Long.MAX_VALUE, slot.dueAt());
    slot.gone(Subservers.worker(slot, 3, 0), 8);
    assertEquals(Long.MAX_VALUE, slot.dueAt());
    slot.gone(other, 9);
    assertEquals(9, slot.dueAt());
  }

  @Test
  void isReadyWhenItsWorkerSaysSo() {
    WorkerHandle worker = fill(slot, 812, 1_000);
    assertFalse(slot.isReady());
    worker.becameReady(0);
    assertTrue(slot.isReady());
    assertEquals("worker wsgi/1 (pid 812)", worker.toString());
    assertEquals(250, worker.uptime(1_250));
  }

  @Test
  void waitsLongerAfterEachEarlyDeath() {
    fill(slot, 1, 1_000);
    assertEquals(100, slot.died(10, 2_000));
    assertTrue(slot.isEmpty());
    assertEquals(2_100, slot.dueAt());
    fill(slot, 2, 2_100);
    assertEquals(200, slot.died(10, 3_000));
    assertEquals(3_200, slot.dueAt());
    assertEquals(1, slot.restarts());
  }

  @Test
  void whereAWorkerDiesWhoseSuccessorIsOnItsWayThatTakesItsPlace() {
    fill(slot, 1, 1_000);
    WorkerHandle successor = Subservers.worker(slot, 2, 1_500);
    slot.willBeFilledBy(successor);
    assertEquals(100, slot.died(10, 2_000));
    assertEquals(successor, slot.worker());
    assertNull(slot.successor());
    assertEquals(Long.MAX_VALUE, slot.dueAt());
    assertEquals(1, slot.restarts());
  }

  @Test
  void whatAWorkerTookToGetReadyIsNoTimeOfService() {
    WorkerHandle worker = fill(slot, 1, 1_000);
    assertEquals(0, worker.service(9_000));
    assertFalse(slot.hasBeenReady());
    worker.becameReady(9_000);
    assertEquals(500, worker.service(9_500));
    assertTrue(slot.hasBeenReady());
    slot.died(worker.service(9_500), 9_500);
    assertTrue(slot.hasBeenReady());
  }

  @Test
  void linesOfItsWorkersNameIt() {
    assertEquals("001", slot.wid());
    assertEquals("1234", new Slot(subserver, 1234, "1234").wid());
    assertEquals("sample", new Slot(subserver, 0, "sample").wid());
    assertEquals("go", new Slot(subserver, 0, "go").wid());
  }

  @Test
  void isDueAtOnceAfterADrain() {
    fill(slot, 1, 1_000);
    slot.vacated(5_000);
    assertTrue(slot.isEmpty());
    assertEquals(5_000, slot.dueAt());
  }

  @Test
  void aDrainingWorkerGetsNoMoreConnections() {
    WorkerHandle worker = fill(slot, 2, 0);
    worker.becameReady(0);
    assertFalse(worker.mayAccept(), "it was not told to");
    worker.accepting(List.of("0.0"));
    assertTrue(worker.mayAccept());
    worker.becameDraining();
    assertFalse(worker.mayAccept());
    assertFalse(slot.isReady());
    worker.exited(new ChildExit(2, 0, 0));
    worker.becameDraining();
    assertEquals(WorkerHandle.State.GONE, worker.state());
  }

  @Test
  void tellsHowAWorkerEndedAndWhatItWroteLast() {
    WorkerHandle worker = fill(slot, 7, 0);
    for (int i = 1; i <= 105; i++) {
      worker.wroteError("line " + i);
    }
    worker.exited(new ChildExit(7, -1, 9));
    List<String> why = worker.whyNotReady();
    assertEquals("worker wsgi/1 (pid 7) killed by SIGKILL before it was ready", why.getFirst());
    assertEquals(List.of("line 6", "line 105"), List.of(why.get(1), why.getLast()));
  }

  @Test
  void prefersTheWorkersOwnReason() {
    WorkerHandle worker = fill(slot, 7, 0);
    worker.failed("[x] the constructor threw");
    worker.failed("twice");
    worker.exited(new ChildExit(7, 1, 0));
    assertEquals(List.of("[x] the constructor threw", "twice"), worker.whyNotReady());
    assertEquals("exited with status 1", worker.ending());
  }

  @Test
  void saysWhereItListens() {
    assertEquals("[wsgi] listening on http://127.0.0.1:8901 with 2 workers", subserver.describe());
  }
}
