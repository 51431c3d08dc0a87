package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Objects;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;

class RecyclingTest {

  private static final long NEVER = Long.MAX_VALUE;

  private final Fleet fleet =
      new Fleet(
          """
          [http]
          port = 8901
          workers = 2
          apps = echo
          [http#other]
          port = 8902
          apps = echo
          """);
  private final Recycling recycling = new Recycling(fleet.workers);
  private final List<Slot> slots = fleet.first().slots().toList();

  private WorkerHandle successor(int slot) {
    return Objects.requireNonNull(slots.get(slot).successor());
  }

  private void wish(int slot, long now) {
    recycling.wish(Fleet.worker(slots.get(slot)), "it is large", now);
  }

  private void succeed(int slot) {
    Fleet.ready(successor(slot), 50);
    fleet.workers.retire(slots.get(slot).succeed(), 50);
  }

  private void successorDies(int slot, long now) {
    WorkerHandle successor = successor(slot);
    fleet.exits(successor, 1);
    recycling.successorDied(successor, now);
  }

  @Test
  void isDueOnlyWhereSomebodyIsToBeReplaced() {
    assertEquals(NEVER, recycling.nextAt());
    wish(0, 10);
    assertEquals(10, recycling.nextAt());
  }

  @Test
  void startsASuccessorBesideTheWorker() {
    wish(0, 10);
    recycling.begin(10);
    assertEquals(1, fleet.spawned());
    assertEquals(List.of(), fleet.told(Fleet.worker(slots.get(0))));
    assertEquals(NEVER, recycling.nextAt());
  }

  @Test
  void oneAtATimeInASubserver() {
    wish(0, 10);
    wish(1, 10);
    wish(2, 10);
    recycling.begin(10);
    assertEquals(2, fleet.spawned());
    assertNull(slots.get(1).successor());
    assertEquals(NEVER, recycling.nextAt(), "nothing to do until the first is ready");
    succeed(0);
    assertEquals(10, recycling.nextAt());
    recycling.begin(50);
    assertEquals(3, fleet.spawned());
  }

  @Test
  void aWorkerIsReplacedOnceHoweverOftenItIsWished() {
    wish(0, 10);
    wish(0, 11);
    recycling.begin(12);
    succeed(0);
    recycling.begin(60);
    assertEquals(1, fleet.spawned());
    assertEquals(NEVER, recycling.nextAt());
  }

  @Test
  void triesAgainLaterAndLaterWhereTheSuccessorDies() {
    wish(0, 10);
    recycling.begin(10);
    successorDies(0, 1_000);
    assertEquals(1_100, recycling.nextAt());
    recycling.begin(1_099);
    assertEquals(1, fleet.spawned());
    recycling.begin(1_100);
    successorDies(0, 2_000);
    assertEquals(2_200, recycling.nextAt());
  }

  @Test
  void triesAgainWhereTheSystemRefuses() {
    fleet.os.refusals.put("spawn", new OsException("spawn", 11, "try again"));
    wish(0, 10);
    recycling.begin(10);
    assertEquals(110, recycling.nextAt());
    assertNull(slots.get(0).successor());
  }

  @Test
  void whoLeavesAnywayIsForgotten() {
    wish(0, 10);
    fleet.workers.retire(Fleet.worker(slots.get(0)), 11);
    recycling.begin(12);
    assertEquals(0, fleet.spawned());
    assertEquals(NEVER, recycling.nextAt());
  }
}
