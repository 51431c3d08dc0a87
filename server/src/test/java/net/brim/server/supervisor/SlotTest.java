package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import net.brim.os.ChildExit;
import net.brim.server.logging.Log;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotTest {

  private final RecordingOs os = new RecordingOs();
  private RunningSubserver subserver;
  private Slot slot;

  @BeforeEach
  void makeTwoSlots() {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8901);
    subserver =
        new RunningSubserver(
            Subservers.wsgi("workers", "2"),
            List.of(new ListenerGroup(os.os(), address, new int[] {10, 11})),
            Log.main());
    slot = subserver.slots().get(1);
  }

  private WorkerHandle fill(Slot which, int pid, long now) {
    var worker = new WorkerHandle(which, pid, 20, new SharedVitals(new RecordingOs().os(), 1), now);
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
    var daemons =
        new RunningSubserver(Subservers.daemons("sample", "night"), List.of(), Log.main());
    assertEquals("daemons/night", daemons.slots().getLast().toString());
    assertEquals(1, daemons.slots().getLast().index());
    assertEquals("[daemons] running sample, night", daemons.describe());
    daemons.steer((worker, slots) -> fail("there is nothing to steer"));
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
  void connectionsAreSteeredToWhoIsReadyAndThoseThatWaitElsewhereAreCovered() {
    WorkerHandle zero = fill(subserver.slots().getFirst(), 1, 0);
    WorkerHandle one = fill(slot, 2, 0);
    var covers = new ArrayList<String>();
    BiConsumer<WorkerHandle, List<Integer>> cover =
        (worker, slots) -> covers.add(worker.pid() + " covers " + slots);
    subserver.steer(cover);
    one.becameReady(0);
    subserver.steer(cover);
    zero.becameReady(0);
    subserver.steer(cover);
    one.exited(new ChildExit(2, -1, 9));
    subserver.steer(cover);
    assertEquals(
        List.of("steer(10, [0, 1])", "steer(10, [1])", "steer(10, [0, 1])", "steer(10, [0])"),
        os.calls);
    assertEquals(List.of("2 covers [0]", "1 covers []", "2 covers []", "1 covers [1]"), covers);
  }

  @Test
  void aSharedSocketNeedsNoCover() {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8901);
    var shared =
        new RunningSubserver(
            Subservers.wsgi("workers", "2"),
            List.of(new ListenerGroup(os.os(), address, new int[] {10})),
            Log.main());
    fill(shared.slots().getFirst(), 1, 0).becameReady(0);
    shared.steer((worker, slots) -> fail("nothing to cover"));
  }

  @Test
  void everyAddressIsSteered() {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8901);
    var several =
        new RunningSubserver(
            Subservers.wsgi("workers", "2"),
            List.of(
                new ListenerGroup(os.os(), address, new int[] {9}),
                new ListenerGroup(os.os(), address, new int[] {10, 11}),
                new ListenerGroup(os.os(), address, new int[] {12, 13})),
            Log.main());
    fill(several.slots().getFirst(), 1, 0).becameReady(0);
    var covers = new ArrayList<String>();
    several.steer((worker, slots) -> covers.add(worker.pid() + " covers " + slots));
    assertEquals(List.of("steer(10, [0])", "steer(12, [0])"), os.calls);
    assertEquals(List.of("1 covers [1]"), covers);
  }

  @Test
  void aDrainingWorkerGetsNoMoreConnections() {
    WorkerHandle worker = fill(slot, 2, 0);
    assertTrue(worker.mayAccept());
    worker.becameReady(0);
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
