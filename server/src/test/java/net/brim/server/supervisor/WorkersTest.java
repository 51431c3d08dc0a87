package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
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
    worker.exited(new net.brim.os.ChildExit(worker.pid(), 0, 0));
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
}
