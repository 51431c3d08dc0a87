package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import net.brim.os.ChildExit;
import org.junit.jupiter.api.Test;

class SteeringTest {

  private final RecordingOs os = new RecordingOs();
  private final List<WorkerHandle> workers = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Steering steering =
      new Steering((worker, sockets) -> told.add(worker.pid() + " accepts " + sockets));

  private ListenerGroup group(int... sockets) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8901);
    return new ListenerGroup(os.os(), address, sockets, sockets.length > 1);
  }

  private WorkerHandle ready(Slot slot, int pid) {
    WorkerHandle worker = Subservers.worker(slot, pid, 0);
    slot.filledBy(worker);
    worker.becameReady(0);
    workers.add(worker);
    return worker;
  }

  private List<String> steer() {
    os.calls.clear();
    told.clear();
    steering.to(workers.stream().filter(WorkerHandle::takesConnections).toList());
    var all = new ArrayList<>(os.calls);
    all.addAll(told);
    return all;
  }

  private static RunningSubserver two(ListenerGroup... groups) {
    return Subservers.running(Subservers.wsgi("workers", "2"), List.of(groups));
  }

  @Test
  void whoIsReadyAcceptsForThoseWhoAreNot() {
    RunningSubserver subserver = two(group(10, 11));
    WorkerHandle one = ready(subserver.slots().get(1), 2);
    assertEquals(List.of("steer(10, [1])", "2 accepts [0.0, 0.1]"), steer());
    ready(subserver.slots().get(0), 1);
    assertEquals(List.of("steer(10, [0, 1])", "1 accepts [0.0]", "2 accepts [0.1]"), steer());
    assertEquals(List.of(), steer());
    one.exited(new ChildExit(2, -1, 9));
    assertEquals(List.of("steer(10, [0])", "1 accepts [0.0, 0.1]"), steer());
  }

  @Test
  void whoRetiresGetsNoMoreConnections() {
    RunningSubserver subserver = two(group(10, 11));
    WorkerHandle zero = ready(subserver.slots().get(0), 1);
    ready(subserver.slots().get(1), 2);
    steer();
    zero.retiring(1_000);
    assertEquals(List.of("steer(10, [1])", "2 accepts [0.0, 0.1]"), steer());
  }

  @Test
  void aSharedSocketIsEverybodys() {
    RunningSubserver subserver = two(group(10));
    ready(subserver.slots().get(0), 1);
    ready(subserver.slots().get(1), 2);
    assertEquals(List.of("1 accepts [0.0]", "2 accepts [0.0]"), steer());
  }

  @Test
  void everyAddressIsSteered() {
    RunningSubserver subserver = two(group(9), group(10, 11), group(12, 13));
    ready(subserver.slots().get(0), 1);
    assertEquals(
        List.of("steer(10, [0])", "steer(12, [0])", "1 accepts [0.0, 1.0, 1.1, 2.0, 2.1]"),
        steer());
  }

  @Test
  void moreSlotsThanSocketsShareThemAndGetAsManyConnectionsEach() {
    RunningSubserver subserver =
        Subservers.running(Subservers.wsgi("workers", "3"), List.of(group(10, 11)));
    subserver.slots().forEach(slot -> ready(slot, slot.index() + 1));
    assertEquals(
        List.of("steer(10, [0, 1, 0])", "1 accepts [0.0]", "2 accepts [0.1]", "3 accepts [0.0]"),
        steer());
  }

  @Test
  void socketsThatAreTooManyAreSharedOut() {
    RunningSubserver subserver = two(group(10, 11, 12, 13));
    ready(subserver.slots().get(0), 1);
    ready(subserver.slots().get(1), 2);
    assertEquals(
        List.of("steer(10, [0, 1])", "1 accepts [0.0, 0.2]", "2 accepts [0.1, 0.3]"), steer());
  }

  @Test
  void twoGenerationsShareTheirSockets() {
    ListenerGroup shared = group(10, 11);
    RunningSubserver before = two(shared);
    RunningSubserver after = two(group(20, 21), shared);
    WorkerHandle old = ready(before.slots().get(1), 1);
    assertEquals(List.of("steer(10, [1])", "1 accepts [0.0, 0.1]"), steer());
    ready(after.slots().get(0), 2);
    assertEquals(
        List.of(
            "steer(20, [0])", "steer(10, [0, 1])", "2 accepts [0.0, 0.1, 1.0]", "1 accepts [0.1]"),
        steer());
    old.retiring(1);
    assertEquals(List.of("steer(10, [0])", "2 accepts [0.0, 0.1, 1.0, 1.1]"), steer());
  }

  @Test
  void aSocketThatAWorkerDoesNotHaveIsNotForIt() {
    ListenerGroup shared = group(10, 11);
    RunningSubserver before = two(shared);
    ready(before.slots().get(0), 1);
    shared.grow(List.of(12), 64);
    assertEquals(List.of("steer(10, [0])", "1 accepts [0.0, 0.1]"), steer());
  }
}
