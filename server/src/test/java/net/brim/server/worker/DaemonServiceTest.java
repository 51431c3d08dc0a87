package net.brim.server.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import net.brim.api.Daemon;
import net.brim.api.Stat;
import net.brim.server.stats.DaemonStats;
import net.brim.server.stats.StatsLayout;
import net.brim.server.stats.StatsMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.helpers.NOPLogger;

@Timeout(60)
class DaemonServiceTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final StatsMemory memory =
      StatsMemory.create(
          new StatsLayout(
              List.of(new StatsLayout.Section("daemons", List.of("one", "two"), stats()))),
          1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final DaemonRun run =
      new DaemonRun(
          new ServerView(Place.of(memory, "daemons", 1, "two")),
          NOPLogger.NOP_LOGGER,
          memory.bucket("daemons", "two"),
          new LazyCodec());

  private static List<Stat> stats() {
    return DaemonStats.all();
  }

  private DaemonService begin(Daemon daemon) {
    var service =
        new DaemonService(
            "two", daemon, run, new UncaughtExceptions(() -> "two"), ended::countDown);
    service.begin();
    return service;
  }

  @Test
  void aDaemonThatReturnsEndsItsWorker() throws InterruptedException {
    DaemonService service = begin(context -> {});
    ended.await();
    assertEquals(OptionalInt.of(0), service.ended());
  }

  @Test
  void aDaemonThatThrowsEndsItsWorkerWithAnError() throws InterruptedException {
    DaemonService service =
        begin(context -> {
          throw new StackOverflowError("of a test");
        });
    ended.await();
    assertEquals(OptionalInt.of(1), service.ended());
  }

  @Test
  void itsStartIsCountedInItsOwnBucket() throws InterruptedException {
    begin(context -> {});
    ended.await();
    assertTrue(memory.bucket("daemons", "two").get("start_time") > 1);
    assertEquals(0, memory.bucket("daemons", "one").get("start_time"));
  }

  @Test
  void aDrainEndsItsWaits() throws InterruptedException {
    var begun = new CountDownLatch(1);
    DaemonService service =
        begin(context -> {
          assertFalse(context.draining());
          assertFalse(context.awaitDraining(Duration.ZERO));
          assertFalse(context.awaitDraining(Duration.ofMillis(-1)));
          begun.countDown();
          assertTrue(context.awaitDraining(Duration.ofSeconds(Long.MAX_VALUE)));
          context.awaitDraining();
          assertTrue(context.draining());
        });
    begun.await();
    assertEquals(OptionalInt.empty(), service.ended());

    assertTrue(service.drain(LONG));

    assertEquals(OptionalInt.of(0), service.ended());
  }

  @Test
  void aDaemonThatDoesNotEndInTimeIsInterrupted() throws InterruptedException {
    DaemonService service = begin(context -> new CountDownLatch(1).await());

    assertFalse(service.drain(Duration.ZERO));

    ended.await();
    assertEquals("daemon two", service.unfinished());
    assertEquals(OptionalInt.of(0), service.ended());
  }

  @Test
  void whatItThrowsWhileItDrainsIsAnErrorToo() throws InterruptedException {
    DaemonService service =
        begin(context -> {
          context.awaitDraining();
          throw new IllegalStateException("of a test");
        });
    assertTrue(service.drain(LONG));
    assertEquals(OptionalInt.of(1), service.ended());
  }
}
