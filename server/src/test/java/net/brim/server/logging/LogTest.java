package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogTarget;
import net.brim.server.config.LogThreshold;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class LogTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir Path dir;

  @AfterEach
  void close() {
    assertTrue(Log.close(DEADLINE));
  }

  private LogSettings settings(String name) {
    return new LogSettings(
        "brimtest", LogThreshold.INFO, "LOCAL0", new LogTarget.File(dir.resolve(name)));
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(dir.resolve(name)).stream()
        .map(line -> line.substring(line.indexOf("] ") + 2))
        .toList();
  }

  @Test
  void slf4jLoggersWriteToTheMainChannel() throws IOException {
    var logger = LoggerFactory.getLogger("app");
    Log.open(settings("a"));
    logger.info("one");
    Log.open(settings("b"));
    logger.info("two");
    assertTrue(Log.close(DEADLINE));
    assertEquals(List.of("INFO one"), lines("a"));
    assertEquals(List.of("INFO two"), lines("b"));
  }

  @Test
  void severalChannelsAreOpenAtOnce() throws IOException {
    LogChannel main = Log.open(settings("a"));
    LogChannel other = Log.channel(settings("b"));
    assertSame(main, Log.main());
    other.log(Severity.NOTICE, "other");
    main.log(Severity.NOTICE, "main");
    assertTrue(Log.close(DEADLINE));
    assertEquals(List.of("NOTICE main"), lines("a"));
    assertEquals(List.of("NOTICE other"), lines("b"));
    assertNotSame(main, Log.main());
  }

  @Test
  void withoutALogOnlyGraveLinesGoToStderr() {
    assertTrue(Log.close(DEADLINE)); // that of another test
    assertTrue(Log.main().enabled(Severity.WARNING));
    assertFalse(Log.main().enabled(Severity.NOTICE));
  }

  @Test
  void manyLinesOfManyThreadsAreWrittenOrCounted() throws Exception {
    LogChannel log = Log.open(settings("a"));
    long before = Log.dropped();
    var threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < 20_000; n++) {
                  log.log(Severity.INFO, "line");
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertTrue(Log.close(DEADLINE));
    long written = lines("a").stream().filter("INFO line"::equals).count();
    assertEquals(80_000, written + (Log.dropped() - before));
    long reported =
        lines("a").stream()
            .filter(line -> line.endsWith(" log lines dropped"))
            .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
            .sum();
    assertEquals(Log.dropped() - before, reported);
  }

  @Test
  void aLineIsWrittenWithoutAnyOtherAfterIt() throws Exception {
    var sink = new GatedSink();
    sink.gate.countDown();
    LogThread thread = LogThread.start(new LogWriter(Time.SYSTEM, sinks(sink)));
    LogChannel log = thread.writer().open(settings("unused"));
    for (int i = 1; i <= 50; i++) {
      log.log(Severity.INFO, "alone");
      assertTrue(sink.awaitLines(i), "line " + i);
    }
    assertTrue(thread.close(DEADLINE));
  }

  @Test
  void aSinkThatHangsHoldsUpNeitherTheOneThatLogsNorTheEnd() throws Exception {
    var sink = new GatedSink();
    LogThread thread = LogThread.start(new LogWriter(Time.SYSTEM, sinks(sink)));
    LogChannel log = thread.writer().open(settings("unused"));
    for (int i = 0; i < LogWriter.MAX_LINES * 2 + 100; i++) {
      log.log(Severity.INFO, "line");
    }
    assertTrue(thread.writer().dropped() >= 100);
    assertFalse(thread.close(Duration.ofMillis(20)));
    sink.gate.countDown();
    assertTrue(thread.close(DEADLINE));
    assertEquals(LogWriter.MAX_LINES * 2 + 100, sink.count() - 1 + thread.writer().dropped());
  }

  @Test
  void aRotatedFileIsReopenedByTheThread() throws Exception {
    Log.open(settings("a")).log(Severity.INFO, "one");
    while (!Files.exists(dir.resolve("a")) || lines("a").isEmpty()) {
      Thread.onSpinWait();
    }
    Files.move(dir.resolve("a"), dir.resolve("a.1"));
    Log.reopen(() -> {});
    Log.main().log(Severity.INFO, "two");
    assertTrue(Log.close(DEADLINE));
    assertEquals(List.of("INFO one"), lines("a.1"));
    assertEquals(List.of("INFO two"), lines("a"));
  }

  private static Sinks sinks(Sink sink) {
    return new Sinks() {
      @Override
      public LogTarget resolve(LogTarget target) {
        return target;
      }

      @Override
      public Sink open(LogTarget target) {
        return sink;
      }
    };
  }

  /** Lets nothing through until its gate is open. */
  private static final class GatedSink implements Sink {
    final CountDownLatch gate = new CountDownLatch(1);
    private int count;

    synchronized int count() {
      return count;
    }

    synchronized boolean awaitLines(int lines) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (count < lines && System.nanoTime() < end) {
        wait(100);
      }
      return count >= lines;
    }

    @Override
    public void write(Line line) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (this) {
        count++;
        notifyAll();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void reopen() {}

    @Override
    public void close() {}
  }
}
