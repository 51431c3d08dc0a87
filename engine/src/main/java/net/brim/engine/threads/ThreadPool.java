package net.brim.engine.threads;

import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads that run tasks which use much CPU time, or block in a way that virtual threads
 * cannot.
 *
 * <pre>
 *   call ──► queue ──► a spare thread ──► runs the task ──► spare again, or ends: maxSpare are there
 *     │        │
 *     │        └─ fewer than minSpare would be left: grow, up to maxThreads
 *     └─ no thread is spare and maxQueue tasks wait: PoolFullException
 * </pre>
 *
 * <p>All methods may be called by any thread.
 */
public final class ThreadPool implements AutoCloseable {

  /** Who is told how the pool does; called under its lock, so it must not wait. */
  @FunctionalInterface
  public interface Gauges {
    /** So many threads there are now, so many of them idle, and so many tasks wait for one. */
    void show(int threads, int idle, int queued);
  }

  /** How often a caller that may give up is asked. */
  private static final long PATIENCE_MILLIS = 250;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final PoolSettings settings;
  private final Gauges gauges;
  private final ThreadFactory factory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
  private final ThreadGroup group = new ThreadGroup("apps-" + NUMBER.getAndIncrement());
  private int threads;
  private int idle;
  private int leaving;
  private boolean closed;

  /** Starts the spare threads. */
  public ThreadPool(PoolSettings settings, Gauges gauges) {
    this.settings = settings;
    this.gauges = gauges;
    this.factory =
        Thread.ofPlatform().daemon().group(group).name(group.getName() + "-", 0).factory();
    grow(settings.minSpare());
  }

  /**
   * Has a thread run {@code task} and waits until it is done.
   *
   * @throws PoolFullException where it cannot even wait for a thread
   * @throws ExecutionException with what the task threw
   */
  public <T> @Nullable T call(Callable<@Nullable T> task)
      throws PoolFullException, ExecutionException {
    var done = new FutureTask<@Nullable T>(task);
    put(done);
    return uninterruptibly(done::get);
  }

  /**
   * Has a thread run {@code task} and waits until it is done, or no longer worth the wait.
   *
   * @param givesUp asked again and again whether to wait no longer
   * @throws PoolFullException where it cannot even wait for a thread
   * @throws ExecutionException with what the task threw
   * @throws TaskAbandonedException where it gave up; the task goes on
   */
  public <T> @Nullable T call(Callable<@Nullable T> task, BooleanSupplier givesUp)
      throws PoolFullException, ExecutionException, TaskAbandonedException {
    var done = new FutureTask<@Nullable T>(task);
    put(done);
    while (!uninterruptibly(() -> isDone(done))) {
      if (givesUp.getAsBoolean()) {
        throw new TaskAbandonedException();
      }
    }
    return uninterruptibly(done::get);
  }

  private static boolean isDone(FutureTask<?> task)
      throws ExecutionException, InterruptedException {
    try {
      task.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** Something that waits. */
  @FunctionalInterface
  private interface Waiting<T extends @Nullable Object> {
    T done() throws ExecutionException, InterruptedException;
  }

  /** Waits to the end: a task goes on in any case, and with it what it uses of its caller. */
  private static <T extends @Nullable Object> T uninterruptibly(Waiting<T> waiting)
      throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return waiting.done();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void put(Runnable task) throws PoolFullException {
    lock.lock();
    try {
      if (closed) {
        throw new PoolFullException("the pool is closed");
      }
      int spare = idle - queue.size();
      if (spare <= settings.minSpare()) {
        grow(settings.minSpare() + 1 - spare);
        spare = idle - queue.size();
      }
      if (spare <= 0 && -spare >= settings.maxQueue()) {
        throw new PoolFullException(
            "%d threads are busy and %d tasks wait".formatted(threads, -spare));
      }
      queue.add(task);
      changed.signal();
      show();
    } finally {
      lock.unlock();
    }
  }

  /** Starts up to {@code amount} threads, not above {@code maxThreads}. */
  public void grow(int amount) {
    lock.lock();
    try {
      for (int i = 0; i < amount && threads < settings.maxThreads() && !closed; i++) {
        start();
      }
      show();
    } finally {
      lock.unlock();
    }
  }

  /** Ends up to {@code amount} threads as soon as they have nothing to do, not below one. */
  public void shrink(int amount) {
    lock.lock();
    try {
      leaving = Math.min(leaving + amount, Math.max(0, threads - 1));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many threads there are. */
  public int threads() {
    lock.lock();
    try {
      return threads;
    } finally {
      lock.unlock();
    }
  }

  /** How many threads have nothing to do. */
  public int idle() {
    lock.lock();
    try {
      return spare();
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks wait for a thread. */
  public int queued() {
    lock.lock();
    try {
      return waiting();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more tasks, interrupts those that run, and ends the threads when they return. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    group.interrupt();
  }

  private int spare() {
    return Math.max(0, idle - queue.size());
  }

  private int waiting() {
    return Math.max(0, queue.size() - idle);
  }

  private void show() {
    gauges.show(threads, spare(), waiting());
  }

  /** Counts a thread as idle from now on, so that nobody starts another for the same task. */
  private void start() {
    threads++;
    idle++;
    try {
      factory.newThread(this::work).start();
    } catch (OutOfMemoryError e) {
      // The system gives no more threads. Those that are there go on; without any, nothing would.
      threads--;
      idle--;
      if (threads == 0) {
        throw e;
      }
    }
  }

  private void work() {
    while (true) {
      Runnable task = take();
      if (task == null) {
        return;
      }
      task.run();
      Thread.interrupted(); // What interrupts one task does not concern the next.
      lock.lock();
      try {
        idle++;
        show();
      } finally {
        lock.unlock();
      }
    }
  }

  /** The next task for this thread, which counts as idle; null where it is to end. */
  private @Nullable Runnable take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !mustLeave()) {
        changed.awaitUninterruptibly();
      }
      idle--;
      if (queue.isEmpty()) {
        threads--;
        leaving = Math.max(0, leaving - 1);
        show();
        return null;
      }
      return queue.remove();
    } finally {
      lock.unlock();
    }
  }

  private boolean mustLeave() {
    return closed || leaving > 0 || idle > settings.maxSpare();
  }
}
