package net.brim.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream of server-sent events, on the side that sends (HTML standard, section 9.2).
 *
 * <p>What is sent leaves at once. While the app sends nothing, a comment goes out every 15 seconds,
 * so that proxies keep the connection and a client that has left is noticed. When the worker goes
 * away, the next event or comment ends the stream, and the client comes back to another worker. All
 * methods may be called by any thread.
 */
public final class Events {

  /** What makes the events; runs on the thread of the request. */
  @FunctionalInterface
  public interface Source {

    /**
     * Sends events until there are no more, which ends the stream.
     *
     * @throws Exception breaks the stream off and is logged, save where it has ended
     */
    void send(Events events) throws Exception;
  }

  /** How long there may be silence. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final OutputStream out;
  private final BooleanSupplier draining;
  private final Duration keepAlive;
  private final ReentrantLock writing = new ReentrantLock();
  private final List<Runnable> actions = new ArrayList<>(1);
  private long lastWrite = System.nanoTime();
  private volatile @Nullable IOException end;

  private Events(OutputStream out, BooleanSupplier draining, Duration keepAlive) {
    this.out = out;
    this.draining = draining;
    this.keepAlive = keepAlive;
  }

  /** The response that {@code source} makes, with a comment after so much silence. */
  static Response response(BooleanSupplier draining, Duration keepAlive, Source source) {
    return Response.of(Status.OK)
        .header("Content-Type", "text/event-stream")
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no") // else nginx would gather events
        .body(out -> new Events(out, draining, keepAlive).run(source));
  }

  /**
   * Sends one event; waits where the client reads too slowly.
   *
   * @throws IOException where the client has left, or the worker goes away
   */
  public void send(Event event) throws IOException {
    write(event.encoded());
  }

  /**
   * Sends an event with nothing but data.
   *
   * @throws IOException where the client has left, or the worker goes away
   */
  public void send(String data) throws IOException {
    send(Event.of(data));
  }

  /**
   * Sends what clients ignore.
   *
   * @param text may have several lines
   * @throws IOException where the client has left, or the worker goes away
   */
  public void comment(String text) throws IOException {
    write(": " + String.join("\n: ", Event.lines(text)) + "\n\n");
  }

  /**
   * Runs {@code action} once the stream is known to have ended, or at once where that is so: for a
   * source that waits for something else. It must not wait itself; {@code
   * Thread.currentThread()::interrupt}, made in the source, is a good one.
   */
  public void onClose(Runnable action) {
    writing.lock();
    try {
      if (end == null) {
        actions.add(action);
        return;
      }
    } finally {
      writing.unlock();
    }
    action.run();
  }

  private void run(Source source) throws IOException {
    Thread keeper = Thread.ofVirtual().name("keep-alive").start(this::keepAlive);
    try {
      out.flush(); // The client is to see that the stream is open, whenever its first event comes.
      source.send(this);
      end(new Ended());
    } catch (IOException | RuntimeException e) {
      if (end(e instanceof IOException failure ? failure : new Ended())) {
        throw e;
      }
    } catch (Exception e) {
      var failure = new IOException("the source of events failed", e);
      if (end(failure)) {
        throw failure;
      }
    } finally {
      keeper.interrupt();
    }
    if (!(end instanceof Ended) && end != null) {
      throw end; // whatever the source made of it
    }
  }

  /** Takes note of the end; false where there was one before. */
  private boolean end(IOException why) {
    writing.lock();
    try {
      if (end != null) {
        return false;
      }
      end = why;
    } finally {
      writing.unlock();
    }
    actions.forEach(Runnable::run);
    return true;
  }

  private void write(String text) throws IOException {
    writing.lock();
    try {
      if (end == null) {
        lastWrite = System.nanoTime();
        if (!draining.getAsBoolean()) {
          out.write(text.getBytes(StandardCharsets.UTF_8));
          out.flush();
          return;
        }
      }
    } catch (IOException e) {
      end(e);
      throw e;
    } finally {
      writing.unlock();
    }
    end(new Ended());
    throw new Ended();
  }

  /** Runs beside the source until it is interrupted, or writes in vain. */
  private void keepAlive() {
    try {
      for (long left = keepAlive.toNanos(); ; left = keepAlive.toNanos() - silence()) {
        if (left > 0) {
          Thread.sleep(Duration.ofNanos(left));
        } else {
          comment("");
        }
      }
    } catch (InterruptedException | IOException e) {
      // The source has returned, or learns from the next event that the stream has ended.
    }
  }

  private long silence() {
    writing.lock();
    try {
      return System.nanoTime() - lastWrite;
    } finally {
      writing.unlock();
    }
  }

  /** The stream ended in good order. */
  private static final class Ended extends IOException {

    private static final long serialVersionUID = 1L;

    Ended() {
      super("the stream of events is over");
    }
  }
}
