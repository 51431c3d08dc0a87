package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of events: what they write, and how they end. */
@Timeout(20)
class EventsTest {

  private static final Duration LONG = Duration.ofHours(1);

  /** Keeps what is flushed; fails once it was told to. */
  private static final class Wire extends OutputStream {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final CountDownLatch comment = new CountDownLatch(3);
    private int flushes;
    private volatile boolean gone;

    @Override
    public synchronized void write(int b) throws IOException {
      if (gone) {
        throw new IOException("the client left");
      }
      sent.write(b);
      if (b == ':') {
        comment.countDown();
      }
    }

    @Override
    public synchronized void flush() {
      flushes++;
    }

    synchronized String text() {
      return sent.toString(StandardCharsets.UTF_8);
    }
  }

  private final Wire wire = new Wire();
  private volatile boolean draining;

  private void run(Duration keepAlive, Events.Source source) throws IOException {
    Response response = Events.response(() -> draining, keepAlive, source);
    assertEquals(Status.OK, response.status());
    assertInstanceOf(Body.Writer.class, response.body()).output().writeTo(wire);
  }

  @Test
  void eachSendIsFlushed() throws IOException {
    run(
        LONG,
        events -> {
          assertEquals(1, wire.flushes, "the head");
          events.send("gr\u00fcn");
          assertEquals(2, wire.flushes);
          events.comment("two\nlines");
          assertEquals(3, wire.flushes);
        });
    assertEquals("data: gr\u00fcn\n\n: two\n: lines\n\n", wire.text());
  }

  @Test
  void silenceIsBrokenByComments() throws IOException {
    run(Duration.ofMillis(10), events -> wire.comment.await());
    assertTrue(wire.text().startsWith(": \n\n: \n\n: \n\n"), wire::text);
  }

  @Test
  void aClientThatLeftIsTheSameExceptionWhateverTheSourceMakesOfIt() {
    var seen = new IOException[1];
    var thrown =
        assertThrows(
            IOException.class,
            () ->
                run(
                    LONG,
                    events -> {
                      wire.gone = true;
                      seen[0] = assertThrows(IOException.class, () -> events.send("x"));
                      assertThrows(IOException.class, () -> events.send("y"));
                    }));
    assertSame(seen[0], thrown);
    wire.gone = false;
    var wrapped =
        assertThrows(
            IOException.class,
            () ->
                run(
                    LONG,
                    events -> {
                      wire.gone = true;
                      try {
                        events.send("x");
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
    assertEquals("the client left", wrapped.getMessage());
  }

  @Test
  void aSourceThatWaitsIsToldThatTheClientLeft() {
    var thrown =
        assertThrows(
            IOException.class,
            () ->
                run(
                    Duration.ofMillis(10),
                    events -> {
                      events.onClose(Thread.currentThread()::interrupt);
                      wire.gone = true;
                      new CountDownLatch(1).await();
                    }));
    assertEquals("the client left", thrown.getMessage());
  }

  @Test
  void aDrainEndsTheStreamInOrder() throws IOException {
    var told = new CountDownLatch(1);
    run(
        LONG,
        events -> {
          events.onClose(told::countDown);
          events.send("before");
          draining = true;
          events.send("after");
        });
    assertEquals("data: before\n\n", wire.text());
    assertEquals(0, told.getCount());
  }

  @Test
  void aSourceThatFailsBreaksTheStreamOff() {
    assertThrows(
        IllegalStateException.class,
        () ->
            run(
                LONG,
                events -> {
                  throw new IllegalStateException("on purpose");
                }));
    var checked =
        assertThrows(
            IOException.class,
            () ->
                run(
                    LONG,
                    events -> {
                      throw new InterruptedException();
                    }));
    assertInstanceOf(InterruptedException.class, checked.getCause());
  }

  @Test
  void nothingIsSentOnceTheSourceHasReturned() throws IOException {
    var kept = new Events[1];
    run(LONG, events -> kept[0] = events);
    assertThrows(IOException.class, () -> kept[0].send("late"));
    var told = new CountDownLatch(1);
    kept[0].onClose(told::countDown);
    assertEquals(0, told.getCount());
    assertEquals("", wire.text());
  }
}
