package net.brim.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import net.brim.engine.hub.ByteSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that still read when the request is over: the next one is not theirs. */
@Timeout(60)
final class RequestBodyTest {

  /** A connection on which all has arrived at once, or, where it is held, a moment later. */
  private static final class Wire implements ByteSource {

    private final byte[] bytes;
    private final CountDownLatch awaited = new CountDownLatch(1);
    private final CountDownLatch arrives = new CountDownLatch(1);
    private final AtomicInteger position = new AtomicInteger();
    private volatile int limit;

    private Wire(String bytes, int arrived) {
      this.bytes = bytes.getBytes(StandardCharsets.ISO_8859_1);
      this.limit = arrived;
    }

    private String rest() {
      return new String(bytes, position(), bytes.length - position(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] array() {
      return bytes;
    }

    @Override
    public int position() {
      return position.get();
    }

    @Override
    public int limit() {
      return limit;
    }

    @Override
    public void skip(int count) {
      position.addAndGet(count);
    }

    @Override
    public void readWithin(Duration time, boolean idle) {}

    @Override
    public boolean more() throws IOException {
      awaited.countDown();
      try {
        arrives.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      limit = bytes.length;
      return true;
    }
  }

  private static FixedBody body(Wire wire, int length) {
    return new FixedBody(wire, HttpSettings.DEFAULT, null, length);
  }

  @Test
  void whatTheAppLeftIsNobodysAnyMore() throws Exception {
    var wire = new Wire("0123456789GET /", 15);
    FixedBody body = body(wire, 10);
    assertEquals('0', body.read());
    assertTrue(body.skip());
    assertEquals("GET /", wire.rest());
    assertThrows(IOException.class, body::read);
    assertEquals("GET /", wire.rest());
  }

  @Test
  void aBodyThatWasReadIsReadNoFurther() throws Exception {
    var wire = new Wire("0123456789GET /", 15);
    FixedBody body = body(wire, 10);
    assertEquals("0123456789", new String(body.readAllBytes(), StandardCharsets.US_ASCII));
    assertEquals(-1, body.read());
    assertTrue(body.skip());
    assertThrows(IOException.class, body::read);
    assertEquals("GET /", wire.rest());
  }

  @Test
  void noBodyEndsAsOftenAsItIsRead() throws Exception {
    FixedBody body = body(new Wire("GET /", 5), 0);
    assertEquals(-1, body.read());
    assertTrue(body.skip());
    assertEquals(-1, body.read());
  }

  @Test
  void whereAThreadIsInTheMiddleOfABodyNothingCanFollowIt() throws Exception {
    var wire = new Wire("0123456789GET /", 4);
    FixedBody body = body(wire, 10);
    assertEquals("0123", new String(body.readNBytes(4), StandardCharsets.US_ASCII));
    var stray = new FutureTask<>(() -> body.read(new byte[6]));
    Thread thread = Thread.ofPlatform().start(stray);
    wire.awaited.await();
    assertFalse(body.skip());
    wire.arrives.countDown();
    assertEquals(6, stray.get());
    thread.join();
    assertThrows(IOException.class, body::read);
  }

  @Test
  void twoThreadsThatReadABodyDoNotGetTheSameBytes() throws Exception {
    var wire = new Wire("0123456789GET /", 0);
    FixedBody body = body(wire, 10);
    var first = new FutureTask<>(() -> body.read(new byte[7]));
    var second = new FutureTask<>(() -> body.read(new byte[7]));
    Thread.ofPlatform().start(first);
    wire.awaited.await();
    Thread waiting = Thread.ofPlatform().start(second);
    while (waiting.getState() == Thread.State.NEW || waiting.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    wire.arrives.countDown();
    assertEquals(10, first.get() + second.get());
    assertTrue(body.skip());
    assertEquals("GET /", wire.rest());
  }
}
