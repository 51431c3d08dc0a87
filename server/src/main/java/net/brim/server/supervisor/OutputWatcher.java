package net.brim.server.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.logging.LineSplitter;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the workers report and what they write to stdout and stderr, all on one thread.
 *
 * <p>When a worker has ended, its pipes may still be open in processes that it left behind; so it
 * is the supervisor that says when to read what is there and to close them.
 */
final class OutputWatcher {

  /** With what stands before it, it fits into the datagrams that syslog daemons take. */
  private static final int LONGEST_LINE = 7 * 1024;

  /**
   * So many may wait to be logged; a worker that prints more waits, not the supervisor's memory.
   */
  private static final int MOST_LINES = 4 * 1024;

  /** Of one round, so that a process which writes without end holds up no one. */
  private static final int LAST_READS = 64;

  private final Os os;
  private final Consumer<Event> events;
  private final int[] wakeup;
  private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
  private final List<Stream> streams = new ArrayList<>();
  private final Semaphore room = new Semaphore(MOST_LINES);
  private final Semaphore resumed = new Semaphore(0);
  private final byte[] buffer = new byte[16 * 1024];

  OutputWatcher(Os os, Consumer<Event> events) {
    this.os = os;
    this.events = events;
    this.wakeup = os.pipe();
  }

  /** Begins to watch, on a thread of its own. */
  void start() {
    Thread.ofPlatform().daemon().name("output").start(this::run);
  }

  /** Watches a new worker; owns the descriptors from now on. */
  void watch(WorkerHandle worker) {
    watch(worker, List.of("", "", ""));
  }

  /**
   * Watches a worker that another program has watched before.
   *
   * @param unread what had come and was no whole line: reports, stdout, stderr
   */
  void watch(WorkerHandle worker, List<String> unread) {
    WorkerPipes pipes = worker.pipes();
    change(() -> {
      add(
          worker,
          pipes.reports(),
          line -> events.accept(new Event.WorkerSaid(worker, line)),
          unread.get(0));
      add(worker, pipes.stdout(), line -> wrote(worker, false, line), unread.get(1));
      add(worker, pipes.stderr(), line -> wrote(worker, true, line), unread.get(2));
    });
  }

  /** Reads nothing more, until {@link #goOn}; what was read has been handed on. */
  void pause() {
    var paused = new CountDownLatch(1);
    change(() -> {
      paused.countDown();
      resumed.acquireUninterruptibly();
    });
    // A flood waits for room that only our caller makes, who waits here.
    room.release(MOST_LINES);
    awaitUninterruptibly(paused);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads again, when all that was read before has been dealt with. */
  void goOn() {
    var _ = room.drainPermits();
    room.release(MOST_LINES);
    resumed.release();
  }

  /** What has come of each stream of a worker and is no whole line; while paused. */
  List<String> unread(WorkerHandle worker) {
    WorkerPipes pipes = worker.pipes();
    var unread = new ArrayList<String>();
    for (int descriptor : List.of(pipes.reports(), pipes.stdout(), pipes.stderr())) {
      unread.add(
          stream(worker, descriptor)
              .map(stream -> new String(stream.splitter.partial(), StandardCharsets.ISO_8859_1))
              .orElse(""));
    }
    return unread;
  }

  /** Those ends of a worker's pipes that are open; while paused. One at its end was closed. */
  WorkerPipes open(WorkerHandle worker) {
    WorkerPipes pipes = worker.pipes();
    return new WorkerPipes(
        pipes.lifeline(),
        open(worker, pipes.reports()),
        open(worker, pipes.stdout()),
        open(worker, pipes.stderr()));
  }

  private int open(WorkerHandle worker, int descriptor) {
    return stream(worker, descriptor).map(Stream::descriptor).orElse(Estate.NONE);
  }

  /** The number of a descriptor that was closed may be that of another worker's. */
  private Optional<Stream> stream(WorkerHandle worker, int descriptor) {
    return streams.stream()
        .filter(stream -> stream.worker == worker && stream.descriptor == descriptor)
        .findFirst();
  }

  /** Hands on what a worker that has ended had written, then says that this was all. */
  void finish(WorkerHandle worker) {
    change(() -> {
      List<Stream> last = streams.stream().filter(s -> s.worker == worker).toList();
      last.forEach(this::readWhatIsThere);
      last.forEach(this::remove);
      events.accept(new Event.OutputEnded(worker));
    });
  }

  /** A line that was handed on has been dealt with; for each of them. */
  void lineTaken() {
    room.release();
  }

  private void wrote(WorkerHandle worker, boolean error, String line) {
    room.acquireUninterruptibly();
    events.accept(new Event.OutputLine(worker, error, line));
  }

  private void add(WorkerHandle worker, int descriptor, Consumer<String> lines, String unread) {
    if (descriptor == Estate.NONE) {
      return; // it had come to its end under the program before
    }
    var splitter = new LineSplitter(LONGEST_LINE, lines);
    byte[] begun = unread.getBytes(StandardCharsets.ISO_8859_1);
    splitter.feed(begun, 0, begun.length);
    streams.add(new Stream(worker, descriptor, splitter));
  }

  private void change(Runnable change) {
    changes.add(change);
    os.write(wakeup[1], new byte[1], 0, 1);
  }

  private void run() {
    while (true) {
      boolean[] ready = os.poll(descriptors(), -1);
      for (int i = streams.size() - 1; i >= 0; i--) {
        if (ready[i + 1] && !read(streams.get(i))) {
          remove(streams.get(i));
        }
      }
      if (ready[0]) {
        applyChanges();
      }
    }
  }

  private int[] descriptors() {
    int[] descriptors = new int[streams.size() + 1];
    descriptors[0] = wakeup[0];
    for (int i = 0; i < streams.size(); i++) {
      descriptors[i + 1] = streams.get(i).descriptor;
    }
    return descriptors;
  }

  private void applyChanges() {
    var _ = os.read(wakeup[0], buffer, 0, buffer.length);
    for (@Nullable Runnable next = changes.poll(); next != null; next = changes.poll()) {
      next.run();
    }
  }

  /** False at the end of the stream. */
  private boolean read(Stream stream) {
    int count = os.read(stream.descriptor, buffer, 0, buffer.length);
    stream.splitter.feed(buffer, 0, count);
    return count > 0;
  }

  private void readWhatIsThere(Stream stream) {
    int[] one = {stream.descriptor};
    for (int i = 0; i < LAST_READS && os.poll(one, 0)[0]; i++) {
      if (!read(stream)) {
        return;
      }
    }
  }

  private void remove(Stream stream) {
    stream.splitter.end();
    streams.remove(stream);
    try {
      os.close(stream.descriptor);
    } catch (OsException e) {
      throw new IllegalStateException("a pipe of " + stream.worker + " was closed twice", e);
    }
  }

  private record Stream(WorkerHandle worker, int descriptor, LineSplitter splitter) {}
}
