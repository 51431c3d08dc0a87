package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import net.brim.os.ChildExit;
import net.brim.os.OsException;
import net.brim.os.Signals;
import org.junit.jupiter.api.Test;

/** The deadlines of those that are to go. */
class WorkersTest {

  private final Fleet fleet =
      new Fleet("graceful_timeout = 5s\n[http]\nport = 8901\nworkers = 2\napps = echo\n");
  private final WorkerHandle worker = Fleet.worker(fleet.first(), 0);

  private String signal(int number) {
    return worker.pid() + " " + number;
  }

  @Test
  void whoRetiresHasItsTimeAndAMargin() {
    assertEquals(Long.MAX_VALUE, fleet.workers.nextEnd());
    fleet.workers.retire(worker, 100);
    assertEquals(6_100, fleet.workers.nextEnd());
    fleet.workers.enforce(6_099);
    assertEquals(List.of(), fleet.signals());
  }

  @Test
  void thenItIsEndedAndThenKilledOnce() {
    fleet.workers.retire(worker, 100);
    fleet.workers.enforce(6_100);
    assertEquals(List.of(signal(Signals.TERM)), fleet.signals());
    assertEquals(8_100, fleet.workers.nextEnd());
    fleet.workers.enforce(8_099);
    fleet.workers.enforce(8_100);
    fleet.workers.enforce(20_000);
    assertEquals(List.of(signal(Signals.TERM), signal(Signals.KILL)), fleet.signals());
    assertEquals(Long.MAX_VALUE, fleet.workers.nextEnd());
  }

  @Test
  void beingToldTwiceGivesNoMoreTime() {
    fleet.workers.retire(worker, 100);
    fleet.workers.retire(worker, 5_000);
    assertEquals(6_100, fleet.workers.nextEnd());
    assertEquals(List.of("retire"), fleet.told(worker));
  }

  @Test
  void theDeadAreLeftAlone() {
    worker.exited(new ChildExit(worker.pid(), 0, 0));
    fleet.workers.retire(worker, 100);
    fleet.workers.end(worker, 100);
    assertEquals(Long.MAX_VALUE, fleet.workers.nextEnd());
    assertEquals(List.of(), fleet.signals());
  }

  @Test
  void whoIsKilledIsKilledOnce() {
    fleet.workers.kill(worker);
    fleet.workers.enforce(Long.MAX_VALUE - 1);
    assertEquals(List.of(signal(Signals.KILL)), fleet.signals());
    assertFalse(worker.takesConnections());
  }

  @Test
  void whatTheDeadLeftIsEndedBeforeTheyAreBuried() {
    int pid = worker.pid();
    fleet.os.calls.clear();
    assertEquals(worker, fleet.workers.ended(new ChildExit(pid, 0, 0)));
    assertEquals(
        List.of("kill(-%d, 9)".formatted(pid), "waitForChild(%d)".formatted(pid)),
        fleet.os.calls.stream().filter(call -> call.matches("(kill|waitFor).*")).toList());
  }

  @Test
  void orphansAreBuriedAndTheirGroupsAreTheirOwn() {
    fleet.os.calls.clear();
    assertNull(fleet.workers.ended(new ChildExit(77, 0, 0)));
    assertEquals(List.of("waitForChild(77)"), fleet.os.calls);
  }

  /**
   * Nobody else has to wait for it: the program before has done so, and its pid may be another's.
   */
  @Test
  void whoEndedUnseenIsNotBuriedAgain() {
    fleet.os.calls.clear();
    assertEquals(worker, fleet.workers.ended(ChildExit.unseen(worker.pid())));
    assertEquals(
        List.of(),
        fleet.os.calls.stream().filter(call -> call.matches("(kill|waitFor).*")).toList());
    assertEquals(WorkerHandle.State.GONE, worker.state());
  }

  @Test
  void whereTheSystemRefusesADescriptorNothingOfTheWorkerIsLeftOpen() {
    Slot slot = fleet.first().slots().toList().getLast();
    Set<Integer> before = Set.copyOf(fleet.os.open);
    for (int grants = 0; grants < 6; grants++) {
      fleet.os.grants = grants;
      assertThrows(OsException.class, () -> fleet.workers.start(slot, 0));
      assertEquals(before, fleet.os.open, "after " + grants);
    }
    fleet.os.grants = -1;
    for (String refused : List.of("map", "spawn")) {
      fleet.os.refusals.put(refused, new OsException(refused, 12, "not enough memory"));
      assertThrows(OsException.class, () -> fleet.workers.start(slot, 0));
      assertEquals(before, fleet.os.open, refused);
      fleet.os.refusals.clear();
    }
  }
}
