package net.brim.engine.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import net.brim.engine.hub.HandOverWriter.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RetirementTest {

  private final List<Connection> connections = new ArrayList<>();
  private final Queue<Runnable> pauses = new ArrayDeque<>();
  private final List<Integer> taken = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private long now;
  private long cost;

  private final HandOverWriter queue =
      new HandOverWriter(
          descriptor -> {
            now += cost;
            return taken.size() < room && taken.add(descriptor);
          },
          why -> {});

  private final Retirement retirement = new Retirement(connections, queue, pauses::add, () -> now);

  /** One that leaves as a real one does. */
  private final class Connection implements Retirement.Leaver {

    private final int descriptor;
    private boolean idle = true;

    private Connection(int descriptor) {
      this.descriptor = descriptor;
      connections.add(this);
    }

    @Override
    public @Nullable Outcome leave(HandOverWriter queue, long now) {
      if (!idle) {
        return null;
      }
      Outcome outcome = queue.offer(descriptor, now);
      if (outcome == Outcome.TAKEN) {
        Connection last = connections.removeLast();
        if (last != this) {
          connections.set(connections.indexOf(this), last);
        }
      }
      return outcome;
    }
  }

  private List<Connection> connections(int count) {
    var made = new ArrayList<Connection>();
    for (int i = 0; i < count; i++) {
      made.add(new Connection(i));
    }
    return made;
  }

  private List<Integer> takenInOrder() {
    return taken.stream().sorted().toList();
  }

  @Test
  void handsOverWhatIsIdleAndKeepsWhatIsBusy() {
    List<Connection> all = connections(5);
    all.get(0).idle = false;
    all.get(3).idle = false;
    retirement.begin();
    assertEquals(List.of(1, 2, 4), takenInOrder());
    assertEquals(2, connections.size());
    assertTrue(pauses.isEmpty());
    assertTrue(retirement.handsOver());
  }

  @Test
  void oneThatBecomesIdleIsHandedOverThen() {
    Connection busy = connections(1).getFirst();
    busy.idle = false;
    retirement.begin();
    retirement.offer(busy);
    assertEquals(List.of(), taken);
    busy.idle = true;
    retirement.offer(busy);
    assertEquals(List.of(0), taken);
  }

  @Test
  void manyAreHandedOverInPieces() {
    connections(1_000);
    cost = Retirement.LONGEST_ROUND / 10;
    retirement.begin();
    int pieces = 1;
    while (!pauses.isEmpty()) {
      long start = now;
      pauses.remove().run();
      pieces++;
      assertTrue(now - start <= Retirement.LONGEST_ROUND + cost, "others get their turn");
    }
    assertEquals(1_000, taken.size());
    assertTrue(pieces > 50, () -> "in several pieces");
  }

  @Test
  void aFullQueueIsTriedAgainAfterAPause() {
    connections(3);
    room = 1;
    retirement.begin();
    assertEquals(1, taken.size());
    assertEquals(1, pauses.size());
    pauses.remove().run();
    assertEquals(1, taken.size());
    assertEquals(1, pauses.size(), "one round at a time");
    room = 3;
    pauses.remove().run();
    assertEquals(List.of(0, 1, 2), takenInOrder());
    assertTrue(pauses.isEmpty());
  }

  @Test
  void oneThatFindsTheQueueFullIsOfferedAgain() {
    Connection busy = connections(1).getFirst();
    busy.idle = false;
    retirement.begin();
    room = 0;
    busy.idle = true;
    retirement.offer(busy);
    retirement.offer(busy);
    assertEquals(1, pauses.size());
    room = 1;
    pauses.remove().run();
    assertEquals(List.of(0), taken);
  }

  @Test
  void withoutAQueueAllStay() {
    connections(2);
    var without = new Retirement(connections, null, pauses::add, () -> now);
    without.begin();
    without.offer(connections.getFirst());
    assertFalse(without.handsOver());
    assertEquals(2, connections.size());
    assertTrue(pauses.isEmpty());
  }
}
