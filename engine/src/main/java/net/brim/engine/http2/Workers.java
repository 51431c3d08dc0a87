package net.brim.engine.http2;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import net.brim.engine.hub.Connection;

/**
 * The virtual threads of one connection's streams: as few as it takes for each stream to be served
 * at once, and never more than a client may have streams. One that is busy with a stream that was
 * reset counts until it is done, so that resets do not buy a client more of us.
 *
 * <p>A thread that is done with a stream takes the next. Where the loop carries the threads,
 * another one starts only when those that run have given way: streams whose app does not wait share
 * one.
 */
final class Workers {

  /** Serves one stream to its end. */
  interface Task {
    /** On a thread of its own. */
    void serve(Http2Stream stream);
  }

  private final Connection connection;
  private final Supplier<Task> tasks;
  private final int most;
  private final Queue<Http2Stream> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean starting;
  private final boolean carried;

  /**
   * No threads yet.
   *
   * @param tasks makes what one thread does, on that thread
   */
  Workers(Connection connection, Supplier<Task> tasks, int most) {
    this.connection = connection;
    this.tasks = tasks;
    this.most = most;
    this.carried = connection.hub().carriesThreads();
  }

  /** Loop: a stream is to be served. */
  void admit(Http2Stream stream) {
    waiting.add(stream);
  }

  /** Loop: a stream need not be served any more, if nobody does yet. */
  void dismiss(Http2Stream stream) {
    waiting.remove(stream);
  }

  /** Loop: nothing more is to be served. */
  void close() {
    waiting.clear();
  }

  /** How many threads there are. */
  int running() {
    return running.get();
  }

  /** Loop: sees to it that what waits will be served. */
  void start() {
    if (carried) {
      if (!starting && !waiting.isEmpty() && running.get() < most) {
        startOne();
      }
      return;
    }
    for (int wanted = waiting.size(); wanted > 0 && running.get() < most; wanted--) {
      startOne();
    }
  }

  private void startOne() {
    Thread thread = connection.hub().unstarted(this::run);
    starting = true;
    running.incrementAndGet();
    thread.start();
  }

  private void run() {
    starting = false;
    try {
      Task task = tasks.get();
      Http2Stream stream;
      while ((stream = waiting.poll()) != null) {
        if (carried && !waiting.isEmpty()) {
          connection.flushLater(); // Should this one wait, another thread is to begin.
        }
        task.serve(stream);
      }
    } finally {
      running.decrementAndGet();
      if (!waiting.isEmpty()) {
        connection.hub().loop().execute(this::start);
      }
    }
  }
}
