package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {

  private final Fleet fleet =
      new Fleet(
          """
          [http]
          port = 8901
          workers = 2
          apps = echo
          [daemons]
          daemons = a
          [a]
          call = a.A
          """);
  private final RunningSubserver http = fleet.first().subservers().getFirst();

  private Scaling scale(String section, int count) {
    var scaling =
        new Scaling(fleet.os.os(), fleet.first(), fleet.workers, fleet.stats, section, fleet);
    scaling.begin(count, 10);
    return scaling;
  }

  private void fillDueSlots() {
    http.slots().stream().filter(slot -> slot.dueAt() <= 10).toList().forEach(fleet::start);
  }

  private WorkerHandle worker(int slot) {
    return Fleet.worker(http.slots().get(slot));
  }

  @Test
  void moreAreDueAndItIsOverWhenAllOfThemAreReady() {
    Scaling scaling = scale("http", 4);
    assertFalse(scaling.isOver());
    fillDueSlots();
    assertEquals(2, fleet.spawned());
    Fleet.ready(worker(3), 20);
    scaling.ready();
    assertFalse(scaling.isOver());
    Fleet.ready(worker(2), 20);
    scaling.ready();
    assertTrue(scaling.isOver());
    assertEquals(
        List.of("out [http] listening on http://localhost:8901 with 4 workers", "done 0"),
        fleet.replies.stream()
            .map(line -> line.replaceAll("http://[^ ]*:", "http://localhost:"))
            .toList());
    assertEquals(
        List.of(
            List.of("generation", 1),
            List.of("subserver", "http", 4),
            List.of("subserver", "daemons", 1)),
        fleet.data);
  }

  @Test
  void fewerRetireAtOnce() {
    WorkerHandle last = worker(1);
    Scaling scaling = scale("http", 1);
    assertTrue(scaling.isOver());
    assertEquals(List.of("retire"), fleet.told(last));
    assertEquals(List.of(), fleet.told(worker(0)));
    assertEquals(1, http.slots().size());
    assertEquals("done 0", fleet.replies.getLast());
  }

  @Test
  void asManyAsThereAreIsNoChange() {
    assertTrue(scale("http", 2).isOver());
    assertEquals(0, fleet.spawned());
    assertEquals("done 0", fleet.replies.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http | 0 | [http] cannot have 0 workers: expected 1 to 1024",
        "http | -1 | [http] cannot have -1 workers: expected 1 to 1024",
        "http | 5000 | [http] cannot have 5000 workers: expected 1 to 1024",
        "htp | 2 | there is no [htp], did you mean [http]?",
        "something | 2 | there is no [something]; there are [http] [daemons]",
        "daemons | 2 | [daemons] has one process for each of its daemons",
      })
  void refusesWhatCannotBe(String section, int count, String why) {
    assertTrue(scale(section, count).isOver());
    assertEquals(List.of("err " + why, "done 1"), fleet.replies);
    assertEquals(2, http.slots().size());
  }

  @Test
  void aNewWorkerThatFailsUndoesAll() {
    Scaling scaling = scale("http", 4);
    fillDueSlots();
    WorkerHandle good = worker(2);
    WorkerHandle bad = worker(3);
    Fleet.ready(good, 20);
    scaling.ready();
    bad.failed("no luck");
    fleet.exits(bad, 1);
    assertTrue(scaling.gone(bad, 30));
    assertTrue(scaling.isOver());
    assertEquals(
        List.of("err no luck", "err [http] has as many workers as before: 2", "done 1"),
        fleet.replies);
    assertEquals(2, http.slots().size());
    assertEquals(List.of("retire"), fleet.told(good));
    assertEquals(2, fleet.first().settings().subserver("http").workers());
  }

  @Test
  void aNewWorkerThatCannotEvenBeStartedUndoesAll() {
    Scaling scaling = scale("http", 4);
    assertFalse(scaling.notStarted(http.slots().get(0), "worker http/0 cannot be started", 20));
    assertFalse(scaling.isOver());
    assertTrue(scaling.notStarted(http.slots().get(2), "worker http/2 cannot be started", 20));
    assertTrue(scaling.isOver());
    assertEquals(
        List.of(
            "err worker http/2 cannot be started",
            "err [http] has as many workers as before: 2",
            "done 1"),
        fleet.replies);
    assertEquals(2, http.slots().size());
  }

  @Test
  void anOldWorkerThatDiesIsNoConcernOfIt() {
    Scaling scaling = scale("http", 3);
    WorkerHandle old = worker(0);
    fleet.exits(old, 1);
    assertFalse(scaling.gone(old, 20));
    assertFalse(scaling.isOver());
  }

  @Test
  void doesNotWaitForASlotThatCannotBeFilled() {
    WorkerHandle old = worker(0);
    fleet.exits(old, 1);
    old.slot().died(0, 1);
    Scaling scaling = scale("http", 3);
    Fleet.ready(fleet.start(http.slots().get(2)), 20);
    scaling.ready();
    assertTrue(scaling.isOver());
  }

  @Test
  void saysWhereTheSystemRefuses() {
    fleet.os.refusals.put("memoryFile", new OsException("memfd_create", 24, "too many files"));
    assertTrue(scale("http", 3).isOver());
    assertEquals(List.of("err memfd_create: too many files", "done 1"), fleet.replies);
  }

  @Test
  void theServerEnds() {
    Scaling scaling = scale("http", 3);
    scaling.abandon("the server ends");
    assertTrue(scaling.isOver());
    assertEquals(List.of("err the server ends", "done 1"), fleet.replies);
  }

  @Test
  void aSuccessorOfOneThatIsTooManyLeavesWithIt() {
    Slot slot = http.slots().get(1);
    fleet.workers.startSuccessor(slot, 5);
    WorkerHandle successor = java.util.Objects.requireNonNull(slot.successor());
    scale("http", 1);
    assertEquals(List.of("retire"), fleet.told(successor));
    assertTrue(slot.isEmpty());
    assertEquals(null, slot.successor());
  }
}
