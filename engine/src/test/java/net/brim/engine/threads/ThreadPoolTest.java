package net.brim.engine.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ThreadPoolTest {

  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Thread> callers = new ArrayList<>();

  @AfterEach
  void letGo() throws InterruptedException {
    release.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
  }

  @Test
  void aTaskRunsOnAThreadOfThePool() throws Exception {
    try (var pool = pool(PoolSettings.DEFAULT)) {
      Thread ran = pool.call(Thread::currentThread);
      assertFalse(Thread.currentThread().equals(ran));
      assertTrue(ran != null && !ran.isVirtual() && ran.isDaemon());
    }
  }

  @Test
  void whatATaskThrowsReachesItsCaller() {
    try (var pool = pool(PoolSettings.DEFAULT)) {
      var failure =
          assertThrows(
              ExecutionException.class,
              () ->
                  pool.call(() -> {
                    throw new IOException("broken");
                  }));
      assertInstanceOf(IOException.class, failure.getCause());
    }
  }

  @Test
  void aPoolBeginsWithItsSpareThreadsAndGrowsSoThatSomeStaySpare() throws Exception {
    try (var pool = pool(new PoolSettings(2, 5, 10, 0))) {
      assertEquals(List.of(2, 2), List.of(pool.threads(), pool.idle()));
      occupy(pool, 3);
      assertEquals(List.of(5, 2), List.of(pool.threads(), pool.idle()));
    }
  }

  @Test
  void aPoolHasNoMoreThanItsMostThreadsAndTheRestWaits() throws Exception {
    try (var pool = pool(new PoolSettings(1, 3, 3, 2))) {
      occupy(pool, 3);
      start(pool);
      await(() -> pool.queued() == 1);
      start(pool);
      await(() -> pool.queued() == 2);
      assertEquals(3, pool.threads());
      var full = assertThrows(PoolFullException.class, () -> pool.call(() -> ""));
      assertEquals("3 threads are busy and 2 tasks wait", full.getMessage());
    }
  }

  @Test
  void withoutAQueueATaskIsRefusedWhenAllAreBusy() throws Exception {
    try (var pool = pool(new PoolSettings(0, 1, 1, 0))) {
      occupy(pool, 1);
      assertThrows(PoolFullException.class, () -> pool.call(() -> ""));
    }
  }

  @Test
  void threadsBeyondTheMostSpareOnesEnd() throws Exception {
    try (var pool = pool(new PoolSettings(1, 2, 10, 0))) {
      occupy(pool, 6);
      release.countDown();
      await(() -> pool.threads() == 2 && pool.idle() == 2);
      assertEquals("still", pool.call(() -> "still"));
    }
  }

  @Test
  void aPoolGrowsAndShrinksWhenTold() {
    try (var pool = pool(new PoolSettings(1, 8, 5, 0))) {
      pool.grow(10);
      assertEquals(5, pool.threads());
      pool.shrink(2);
      await(() -> pool.threads() == 3);
      pool.shrink(10);
      await(() -> pool.threads() == 1);
    }
  }

  @Test
  void oneThreadRunsOneTaskAtATime() throws Exception {
    try (var pool = pool(PoolSettings.single(Integer.MAX_VALUE))) {
      var running = new AtomicInteger();
      var most = new AtomicInteger();
      for (int i = 0; i < 20; i++) {
        start(
            pool,
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              running.decrementAndGet();
            });
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(1, most.get());
    }
  }

  @Test
  void anInterruptOfTheCallerDoesNotLeaveItsTaskAlone() throws Exception {
    try (var pool = pool(PoolSettings.DEFAULT)) {
      Thread.currentThread().interrupt();
      assertEquals("done", pool.call(() -> "done"));
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void anInterruptOfATaskDoesNotConcernTheNext() throws Exception {
    try (var pool = pool(PoolSettings.single(1))) {
      pool.call(() -> {
        Thread.currentThread().interrupt();
        return "";
      });
      assertEquals(false, pool.call(Thread::interrupted));
    }
  }

  @Test
  void aClosedPoolInterruptsWhatRunsAndTakesNothing() throws Exception {
    var pool = pool(PoolSettings.DEFAULT);
    occupy(pool, 1);
    pool.close();
    await(() -> pool.threads() == 0);
    assertThrows(PoolFullException.class, () -> pool.call(() -> ""));
  }

  @Test
  void theGaugesShowThreadsIdleOnesAndTasksThatWait() throws Exception {
    var shown = new AtomicReference<>(List.of());
    var settings = new PoolSettings(1, 2, 2, 5);
    try (var pool =
        new ThreadPool(
            settings, (threads, idle, queued) -> shown.set(List.of(threads, idle, queued)))) {
      assertEquals(List.of(1, 1, 0), shown.get());
      occupy(pool, 2);
      assertEquals(List.of(2, 0, 0), shown.get());
      start(pool);
      await(() -> shown.get().equals(List.of(2, 0, 1)));
      release.countDown();
      await(() -> shown.get().equals(List.of(2, 2, 0)));
    }
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PoolSettings(-1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PoolSettings(2, 1, 3, 1));
    assertThrows(IllegalArgumentException.class, () -> new PoolSettings(2, 2, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PoolSettings(0, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new PoolSettings(0, 0, 1, -1));
  }

  private static ThreadPool pool(PoolSettings settings) {
    return new ThreadPool(settings, (threads, idle, queued) -> {});
  }

  /** Has that many threads of the pool wait for the end of the test. */
  private void occupy(ThreadPool pool, int tasks) throws InterruptedException {
    for (int i = 0; i < tasks; i++) {
      var begun = new CountDownLatch(1);
      start(
          pool,
          () -> {
            begun.countDown();
            awaitRelease();
          });
      begun.await();
    }
  }

  private void start(ThreadPool pool) {
    start(pool, this::awaitRelease);
  }

  private void start(ThreadPool pool, Runnable task) {
    callers.add(
        Thread.startVirtualThread(() -> {
          try {
            pool.call(() -> {
              task.run();
              return "";
            });
          } catch (PoolFullException | ExecutionException e) {
            throw new IllegalStateException(e);
          }
        }));
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
