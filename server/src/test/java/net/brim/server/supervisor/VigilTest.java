package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import net.brim.os.ChildExit;
import net.brim.os.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers whose hubs turn, and others; a timeout of one second, looked at each 100 ms. */
class VigilTest {

  private static final String[] OPTIONS = {"workers", "2", "hubs", "2", "heartbeat_timeout", "1s"};

  private final List<String> done = new ArrayList<>();
  private final RunningSubserver subserver =
      Subservers.running(Subservers.wsgi(OPTIONS), List.of());
  private final Vigil vigil =
      new Vigil(
          new Vigil.Hands() {
            @Override
            public void signal(WorkerHandle worker, int signal) {
              done.add(Signals.name(signal) + " " + worker.slot());
            }

            @Override
            public void steer() {
              done.add("steer");
            }
          });

  private long now;

  /** Its number is that of no process, so that nothing is known of it. */
  private WorkerHandle worker(int slot) {
    return Subservers.worker(subserver.slots().get(slot), -1, now);
  }

  private WorkerHandle ready(int slot) {
    return becomeReady(worker(slot));
  }

  private WorkerHandle becomeReady(WorkerHandle worker) {
    worker.becameReady(now);
    vigil.begin(worker, now);
    return worker;
  }

  /** Lets time pass in which those hubs of those workers turn. */
  private void pass(long millis, Runnable turn) {
    for (long end = now + millis; now < end; ) {
      now += 100;
      turn.run();
      vigil.look(now);
    }
  }

  private void turn(WorkerHandle worker, int hub) {
    worker.vitals().vitals().beat(hub, now);
  }

  @Test
  void aWorkerThatTurnsIsLeftAlone() {
    WorkerHandle worker = ready(0);
    pass(
        20_000,
        () -> {
          turn(worker, 0);
          turn(worker, 1);
        });
    assertEquals(List.of(), done);
  }

  @Test
  void oneHubThatDoesNotTurnIsEnough() {
    WorkerHandle stuck = ready(0);
    WorkerHandle other = ready(1);
    Runnable turns =
        () -> {
          turn(stuck, 1);
          turn(other, 0);
          turn(other, 1);
        };
    pass(1_000, turns);
    assertEquals(List.of(), done);
    pass(200, turns);
    assertEquals(List.of("steer", "SIGQUIT wsgi/0"), done);
    assertEquals(WorkerHandle.State.STUCK, stuck.state());
    assertFalse(stuck.takesConnections());
    pass(800, turns);
    assertEquals(2, done.size());
    pass(300, turns);
    assertEquals(List.of("steer", "SIGQUIT wsgi/0", "SIGKILL wsgi/0"), done);
    pass(5_000, turns);
    assertEquals(3, done.size());
  }

  @Test
  void aWorkerThatStartsHasAllTheTimeItNeeds() {
    WorkerHandle worker = worker(0);
    pass(30_000, () -> {});
    becomeReady(worker);
    pass(1_000, () -> {});
    assertEquals(List.of(), done);
    pass(300, () -> {});
    assertEquals(List.of("steer", "SIGQUIT wsgi/0"), done);
  }

  @Test
  void timeInWhichTheSupervisorDidNotRunDoesNotCount() {
    WorkerHandle worker = ready(0);
    pass(500, () -> turn(worker, 0));
    now += 3_600_000; // It was stopped, or the machine slept.
    vigil.look(now);
    assertEquals(List.of(), done);
    pass(
        500,
        () -> {
          turn(worker, 0);
          turn(worker, 1);
        });
    assertEquals(List.of(), done);
  }

  @Test
  void aWorkerThatFinishesOrIsGoneIsNoLongerLookedAt() {
    ready(0).retiring(1_000_000);
    ready(1).exited(new ChildExit(-1, 0, 0));
    pass(5_000, () -> {});
    assertEquals(List.of(), done);
    assertEquals(Long.MAX_VALUE, vigil.nextLook());
  }

  @Test
  void aStuckWorkerThatDiesBeforeItIsKilledIsForgotten() {
    WorkerHandle worker = ready(0);
    pass(1_200, () -> {});
    worker.exited(new ChildExit(-1, -1, 11));
    pass(5_000, () -> {});
    assertEquals(List.of("steer", "SIGQUIT wsgi/0"), done);
  }

  @Test
  void aWorkerThatWasFoundStuckBeforeARestartInPlaceIsKilled() {
    WorkerHandle worker = worker(0);
    worker.becameReady(now);
    worker.becameStuck();
    vigil.begin(worker, now);
    vigil.look(now);
    assertEquals(List.of("SIGKILL wsgi/0"), done);
  }

  @ParameterizedTest
  @CsvSource({"1s, 100", "1h, 1000", "10ms, 50"})
  void looksAsOftenAsItMust(String timeout, long pause) {
    var other = Subservers.running(Subservers.wsgi("heartbeat_timeout", timeout), List.of());
    becomeReady(Subservers.worker(other.slots().getFirst(), -1, now));
    assertEquals(pause, vigil.nextLook());
  }

  @Test
  void daemonsHaveNoHeartbeat() {
    var daemons = Subservers.running(Subservers.daemons("a"), List.of());
    becomeReady(Subservers.worker(daemons.slots().getFirst(), -1, now));
    assertEquals(Long.MAX_VALUE, vigil.nextLook());
  }
}
