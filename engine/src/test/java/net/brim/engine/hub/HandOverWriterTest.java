package net.brim.engine.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.brim.engine.hub.HandOverWriter.Outcome;
import org.junit.jupiter.api.Test;

final class HandOverWriterTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final List<Integer> sent = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private boolean gone;

  private final HandOverWriter writer =
      new HandOverWriter(this::send, why -> complaints.add(why.getMessage()));

  private boolean send(int descriptor) throws IOException {
    if (gone) {
      throw new IOException("Broken pipe");
    }
    if (sent.size() == room) {
      return false;
    }
    return sent.add(descriptor);
  }

  @Test
  void passesDescriptorsOn() {
    assertEquals(Outcome.TAKEN, writer.offer(7, 0));
    assertEquals(Outcome.TAKEN, writer.offer(9, 0));
    assertEquals(List.of(7, 9), sent);
    assertTrue(writer.isOpen());
  }

  @Test
  void aQueueThatIsFullForASecondIsNotReliedOnUntilThereIsRoom() {
    room = 1;
    assertEquals(Outcome.TAKEN, writer.offer(7, 0));
    assertEquals(Outcome.FULL, writer.offer(8, 100 * MILLI));
    assertEquals(Outcome.FULL, writer.offer(9, 1_099 * MILLI));
    assertTrue(writer.isOpen());
    assertEquals(Outcome.FULL, writer.offer(8, 1_100 * MILLI));
    assertFalse(writer.isOpen());
    assertEquals(Outcome.FULL, writer.offer(9, 5_000 * MILLI));
    assertFalse(writer.isOpen());

    room = 2;
    assertEquals(Outcome.TAKEN, writer.offer(8, 5_001 * MILLI));
    assertTrue(writer.isOpen());
    assertEquals(Outcome.FULL, writer.offer(9, 5_002 * MILLI));
    assertTrue(writer.isOpen(), "the second begins anew");
    assertEquals(List.of(7, 8), sent);
    assertEquals(List.of(), complaints);
  }

  @Test
  void aBrokenQueueIsTriedNoMoreAndToldOfOnce() {
    gone = true;
    assertEquals(Outcome.BROKEN, writer.offer(7, 0));
    assertFalse(writer.isOpen());
    gone = false;
    assertEquals(Outcome.BROKEN, writer.offer(8, 0));
    assertEquals(List.of("Broken pipe"), complaints);
    assertEquals(List.of(), sent);
  }
}
