package net.brim.engine.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes come out as they went in, whatever the pace of either side. */
final class InboundTest {

  private final Inbound inbound = new Inbound();

  @Test
  void keepsTheOrderOfBytes() {
    Random random = new Random(1);
    byte[] sent = new byte[100_000];
    random.nextBytes(sent);
    var received = new ByteArrayOutputStream();
    for (int at = 0; received.size() < sent.length; ) {
      if (at < sent.length && random.nextBoolean()) {
        int count = Math.min(sent.length - at, random.nextInt(3000));
        inbound.append(Unpooled.wrappedBuffer(sent, at, count));
        at += count;
      } else {
        inbound.take();
        int count = random.nextInt(inbound.limit() - inbound.position() + 1);
        received.write(inbound.array(), inbound.position(), count);
        inbound.skip(count);
      }
    }
    assertArrayEquals(sent, received.toByteArray());
  }

  @Test
  void saysWhenToStopReading() {
    assertFalse(inbound.append(Unpooled.wrappedBuffer(new byte[Inbound.HIGH_WATER - 1])));
    assertTrue(inbound.append(Unpooled.wrappedBuffer(new byte[1])));
  }

  @Test
  void givesUpMemoryOnlyWhenAllIsRead() {
    inbound.append(Unpooled.wrappedBuffer(new byte[] {1, 2}));
    inbound.take();
    inbound.skip(1);
    inbound.releaseIdle();
    assertEquals(1, inbound.limit() - inbound.position());
    inbound.skip(1);
    inbound.releaseIdle();
    assertEquals(0, inbound.array().length);
    inbound.append(Unpooled.wrappedBuffer(new byte[] {3}));
    assertTrue(inbound.take());
    assertEquals(3, inbound.array()[inbound.position()]);
  }

  @Test
  void anArrayThatIsReadThroughIsTheNextConnections() {
    var spare = new SpareArray();
    inbound.append(Unpooled.wrappedBuffer(new byte[300]), spare);
    inbound.take();
    byte[] array = inbound.array();
    inbound.skip(299);
    inbound.giveTo(spare);
    assertEquals(1, inbound.limit() - inbound.position(), "a byte is unread");
    inbound.skip(1);
    inbound.giveTo(spare);
    assertEquals(0, inbound.array().length);

    var next = new Inbound();
    next.append(Unpooled.wrappedBuffer(new byte[] {1, 2}), spare);
    next.take();
    assertSame(array, next.array());
    assertEquals(2, next.limit() - next.position());
    inbound.append(Unpooled.wrappedBuffer(new byte[] {3}), spare);
    inbound.take();
    assertNotSame(array, inbound.array());
  }

  @Test
  void aSpareArrayThatIsTooSmallStaysForOthers() {
    var spare = new SpareArray();
    byte[] small = new byte[10];
    spare.give(small);
    assertEquals(0, spare.take(11).length);
    spare.give(new byte[5]);
    assertSame(small, spare.take(10));
    assertEquals(0, spare.take(0).length);
  }

  @Test
  void isReadyWhenAsMuchHasComeAsIsWanted() {
    assertFalse(inbound.ready(0));
    inbound.append(Unpooled.wrappedBuffer(new byte[2]));
    assertTrue(inbound.ready(0));
    assertFalse(inbound.ready(3));
    inbound.append(Unpooled.wrappedBuffer(new byte[1]));
    assertTrue(inbound.ready(3));
    inbound.take();
    assertFalse(inbound.ready(0));
    inbound.end();
    assertTrue(inbound.ready(3));
  }

  @Test
  void isReadyAtTheEnd() {
    assertFalse(inbound.ready());
    inbound.end();
    assertTrue(inbound.ready());
    assertFalse(inbound.take());
  }

  @Test
  void growsByDoublingWhileNothingIsRead() {
    byte[] one = {7};
    inbound.append(Unpooled.wrappedBuffer(one));
    inbound.take();
    byte[] array = inbound.array();
    int moves = 0;
    for (int i = 0; i < 30_000; i++) {
      inbound.append(Unpooled.wrappedBuffer(one));
      inbound.take();
      if (array.length != inbound.array().length) {
        moves++;
        array = inbound.array();
      }
    }
    assertTrue(moves < 10, "moved " + moves + " times");
  }
}
