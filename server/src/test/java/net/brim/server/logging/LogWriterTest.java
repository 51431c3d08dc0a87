package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.brim.server.config.LogTarget;
import org.junit.jupiter.api.Test;

class LogWriterTest {

  private static final LogTarget FILE = TestSinks.file("a");
  private static final LogTarget OTHER = TestSinks.file("b");

  private final TestTime time = new TestTime();
  private final TestSinks sinks = new TestSinks();
  private final LogWriter writer = new LogWriter(time, sinks, new LogQueue(4, 10_000));
  private final LogChannel log = writer.open(TestSinks.settings(FILE));

  private List<String> written(LogTarget target) {
    return sinks.of(target).drain().stream().map(LogWriterTest::text).toList();
  }

  /** The line from its severity on. */
  private static String text(String line) {
    return line.replaceFirst("^2026\\S+ \\S+ ", "").strip();
  }

  private void log(int lines) {
    for (int i = 0; i < lines; i++) {
      log.log(Severity.INFO, "line " + i);
    }
  }

  @Test
  void linesComeInTheirOrder() {
    log(4);
    writer.pump();
    assertEquals(
        List.of("INFO line 0", "INFO line 1", "INFO line 2", "INFO line 3"), written(FILE));
  }

  @Test
  void nothingIsWrittenByTheThreadThatLogs() {
    log(2);
    assertEquals(List.of(), written(FILE));
    assertTrue(writer.hasWork());
    writer.pump();
    assertFalse(writer.hasWork());
  }

  @Test
  void aFullQueueDropsCountsAndReportsOnce() {
    log(7);
    assertEquals(3, writer.dropped());
    assertTrue(writer.reportsPending());
    writer.pump();
    assertEquals("WARNING 3 log lines dropped", written(FILE).get(4));
    assertFalse(writer.reportsPending());
    writer.pump();
    assertEquals(List.of(), written(FILE));
    assertEquals(3, writer.dropped());
  }

  @Test
  void aQueueIsFullByItsBytesToo() {
    log.log(Severity.INFO, "x".repeat(9_000));
    log.log(Severity.INFO, "x".repeat(2_000));
    assertEquals(1, writer.dropped());
    log.log(Severity.INFO, "small");
    writer.pump();
    assertEquals("INFO small", written(FILE).get(1));
  }

  @Test
  void reportsComeOnceASecondAndNoneIsForgotten() {
    log(5);
    writer.pump();
    assertEquals("WARNING 1 log lines dropped", written(FILE).getLast());
    log(6);
    writer.pump();
    assertEquals("INFO line 3", written(FILE).getLast());
    assertTrue(writer.reportsPending());
    time.advance(1000);
    writer.pump();
    assertEquals(List.of("WARNING 2 log lines dropped"), written(FILE));
  }

  @Test
  void whatASinkLosesIsReportedWhenItWorksAgain() {
    sinks.of(FILE).broken = true;
    log(2);
    writer.pump();
    assertEquals(2, writer.dropped());
    time.advance(1000);
    writer.pump();
    assertEquals(2, writer.dropped(), "a report that is lost does not count");
    sinks.of(FILE).broken = false;
    time.advance(1000);
    log.log(Severity.INFO, "again");
    writer.pump();
    assertEquals(List.of("INFO again", "WARNING 2 log lines dropped"), written(FILE));
  }

  @Test
  void theLastReportDoesNotWait() {
    log(5);
    writer.pump();
    log(6);
    writer.finish();
    List<String> lines = written(FILE);
    assertEquals(List.of("WARNING 2 log lines dropped", "(close)"), lines.subList(9, 11));
  }

  @Test
  void linesAfterTheEndAreCounted() {
    writer.finish();
    log(2);
    assertEquals(2, writer.dropped());
  }

  @Test
  void channelsOfOneTargetShareItsSink() {
    try (LogChannel second = writer.open(TestSinks.settings(FILE))) {
      second.log(Severity.INFO, "second");
      log.log(Severity.INFO, "first");
    }
    writer.pump();
    assertEquals(List.of("INFO second", "INFO first"), written(FILE));
    log.close();
    writer.pump();
    assertEquals(List.of("(close)"), written(FILE));
  }

  @Test
  void aChannelIsWrittenBeforeItEndsAndItsDropsStayCounted() {
    LogChannel other = writer.open(TestSinks.settings(OTHER));
    sinks.of(OTHER).broken = true;
    other.log(Severity.INFO, "lost");
    writer.pump();
    sinks.of(OTHER).broken = false;
    other.log(Severity.INFO, "kept");
    other.close();
    writer.pump();
    assertEquals("INFO kept", written(OTHER).getFirst());
    assertEquals(1, writer.dropped());
  }

  @Test
  void linesLoggedAfterReopenAreInTheNewFile() {
    log.log(Severity.INFO, "before");
    writer.pump();
    writer.reopen(() -> {});
    log.log(Severity.INFO, "after");
    writer.pump();
    assertEquals(List.of("INFO before", "(reopen)", "INFO after"), written(FILE));
  }

  @Test
  void aFileIsReopenedWithoutAnyLine() {
    var seen = new ArrayList<List<String>>();
    writer.reopen(() -> seen.add(List.copyOf(written(FILE))));
    assertTrue(writer.hasWork());
    assertEquals(List.of(), seen);
    writer.pump();
    assertEquals(List.of(List.of("(reopen)")), seen, "then it is said");
    assertFalse(writer.hasWork());
  }

  @Test
  void dropsOfABareChannelAreReportedInTheOther() {
    LogChannel bare = writer.open(TestSinks.settings(OTHER), true, log);
    for (int i = 0; i < 6; i++) {
      bare.end(bare.begin(Severity.NOTICE, 8).ascii("{}"));
    }
    writer.pump();
    assertEquals(List.of("{}", "{}", "{}", "{}"), written(OTHER));
    assertEquals(List.of("WARNING 2 request log lines dropped"), written(FILE));
  }

  @Test
  void theWriterIsWokenForTheFirstLineAndWhenTheQueueIsHalfFull() {
    var wakes = new StringBuilder();
    writer.onWork(
        new Wakeup() {
          @Override
          public void whenIdle() {
            wakes.append('i');
          }

          @Override
          public void now() {
            wakes.append('N');
          }
        });
    log(6);
    assertEquals("iNii", wakes.toString());
  }
}
