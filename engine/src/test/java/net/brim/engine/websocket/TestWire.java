package net.brim.engine.websocket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import net.brim.engine.hub.Duplex;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A connection that gives what a test says, piece by piece, and keeps what is sent. */
final class TestWire implements Duplex {

  /** What the reader meets next. */
  private sealed interface Step {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(byte[] bytes) implements Step {}

  private enum Moment implements Step {
    SILENCE,
    DRAIN,
    END
  }

  private final LinkedBlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final List<String> waits = new ArrayList<>();
  private byte[] array = {};
  private int position;
  private volatile boolean draining;
  private volatile boolean ended;
  private final CountDownLatch blocked = new CountDownLatch(1);
  private volatile @Nullable CountDownLatch writeGate;
  private volatile @Nullable IOException writeFailure;
  private volatile byte @Nullable [] closeAnswer;
  private long now;

  /** The client sends bytes. */
  TestWire sends(byte[]... pieces) {
    for (byte[] piece : pieces) {
      steps.add(new Piece(piece));
    }
    return this;
  }

  /** The client sends nothing for as long as it may. */
  TestWire isSilent() {
    steps.add(Moment.SILENCE);
    return this;
  }

  /** The server goes away. */
  TestWire drains() {
    steps.add(Moment.DRAIN);
    return this;
  }

  /** The client shuts its side. */
  TestWire ends() {
    steps.add(Moment.END);
    return this;
  }

  /** Has the next writers wait; the returned latch lets them go on. */
  CountDownLatch stopsReading() {
    var gate = new CountDownLatch(1);
    writeGate = gate;
    return gate;
  }

  /** The client sends that once it has got a Close. */
  TestWire answersClose(byte[] frame) {
    closeAnswer = frame;
    return this;
  }

  /** Waits until a writer waits. */
  void awaitBlockedWriter() {
    await(blocked);
  }

  /** Has each write fail. */
  void isGone(IOException failure) {
    writeFailure = failure;
  }

  void passes(Duration time) {
    now = now + time.toNanos();
  }

  /** What was sent so far. */
  List<String> sent() {
    synchronized (sent) {
      return Frames.read(sent.toByteArray());
    }
  }

  /** How long reads might take, in their order, each change once. */
  List<String> waits() {
    synchronized (waits) {
      return List.copyOf(waits);
    }
  }

  @Override
  public byte[] array() {
    return array;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public int limit() {
    return array.length;
  }

  @Override
  public void skip(int count) {
    if (count > array.length - position) {
      throw new IllegalStateException("skipped beyond the window");
    }
    position += count;
  }

  @Override
  public void readWithin(Duration time, boolean idle) {
    synchronized (waits) {
      String wait = time.toSeconds() + (idle ? " idle" : "");
      if (waits.isEmpty() || !waits.getLast().equals(wait)) {
        waits.add(wait);
      }
    }
  }

  @Override
  public boolean more() throws IOException {
    if (ended) {
      return false;
    }
    return switch (next()) {
      case Piece piece -> append(piece.bytes());
      case Moment.SILENCE -> throw new TimeoutException("waiting for the client");
      case Moment.DRAIN -> {
        draining = true;
        yield false;
      }
      case Moment.END -> {
        ended = true;
        yield false;
      }
    };
  }

  private Step next() {
    try {
      return steps.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean append(byte[] piece) {
    byte[] moved =
        Arrays.copyOf(
            Arrays.copyOfRange(array, position, array.length),
            array.length - position + piece.length);
    System.arraycopy(piece, 0, moved, array.length - position, piece.length);
    Arrays.fill(array, (byte) 'X'); // A reader that kept the old array would notice.
    array = moved;
    position = 0;
    return true;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    CountDownLatch gate = writeGate;
    if (gate != null) {
      blocked.countDown();
      await(gate);
    }
    IOException failure = writeFailure;
    if (failure != null) {
      throw failure;
    }
    for (int i = 0; i < length; i++) { // one by one, so that two writers at a time would show
      synchronized (sent) {
        sent.write(bytes[offset + i]);
      }
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void flush() {
    byte[] answer = closeAnswer;
    if (answer != null && sent().getLast().startsWith("close")) {
      closeAnswer = null;
      sends(answer);
    }
  }

  @Override
  public void awaitWritable() {}

  @Override
  public boolean draining() {
    return draining;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public Thread fork(Runnable task) {
    return Thread.ofVirtual().start(task);
  }
}
