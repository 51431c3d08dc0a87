package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogTarget;
import net.brim.server.config.LogThreshold;
import org.junit.jupiter.api.Test;

class LogChannelTest {

  private static final LogTarget FILE = TestSinks.file("a");
  private static final long PID = ProcessHandle.current().pid();
  private static final String START = "2026-11-20T10:11:12.123Z brimtest[" + PID + "] ";

  private final TestTime time = new TestTime();
  private final TestSinks sinks = new TestSinks();
  private final LogWriter writer = new LogWriter(time, sinks);
  private final LogChannel log = writer.open(TestSinks.settings(FILE));

  private List<String> written(LogTarget target) {
    writer.pump();
    return sinks.of(target).drain();
  }

  @Test
  void aLineHasTimeNamePidAndSeverity() {
    log.log(Severity.NOTICE, "hello");
    assertEquals(List.of(START + "NOTICE hello\n"), written(FILE));
  }

  @Test
  void theTimeIsThatOfTheCall() {
    log.log(Severity.INFO, "one");
    time.advance(878);
    log.log(Severity.INFO, "two");
    time.advance(5000);
    assertEquals(
        List.of(START + "INFO one\n", START.replace("12.123", "13.001") + "INFO two\n"),
        written(FILE));
  }

  @Test
  void linesBelowTheThresholdAreLeftOut() {
    var settings = new LogSettings("x", LogThreshold.WARNING, "LOCAL0", FILE);
    try (LogChannel strict = writer.open(settings)) {
      assertFalse(strict.enabled(Severity.NOTICE));
      assertTrue(strict.enabled(Severity.WARNING));
      strict.log(Severity.NOTICE, "no");
      strict.log(Severity.CRITICAL, "yes");
      assertEquals(1, written(FILE).size());
    }
  }

  @Test
  void everyThresholdLetsItselfAndWhatIsGraverThrough() {
    for (LogThreshold threshold : LogThreshold.values()) {
      try (LogChannel each = writer.open(new LogSettings("x", threshold, "USER", FILE))) {
        var enabled = Stream.of(Severity.values()).filter(each::enabled).map(Enum::name).toList();
        String all = "CRITICAL ERROR WARNING NOTICE INFO DEBUG";
        String expected =
            all.substring(0, all.indexOf(threshold.name()) + threshold.name().length());
        assertEquals(expected, String.join(" ", enabled));
      }
    }
  }

  @Test
  void nothingInTheTextCanStartALineOrMoveTheCursor() {
    log.log(Severity.INFO, "a\nb\r\tc\u001b[2J\u007f\u0085\u2028d\0");
    assertEquals(
        List.of(START + "INFO a\\nb\\r\\tc\\x1b[2J\\x7f\\x85\\u2028d\\x00\n"), written(FILE));
  }

  @Test
  void otherCharactersAreUtf8AndHalfSurrogatesAreNot() {
    log.log(Severity.INFO, "ä€😀\ud83d!");
    assertEquals(List.of(START + "INFO ä€😀?!\n"), written(FILE));
  }

  @Test
  void aLineLoggedDuringARequestCarriesItsTransactionId() throws Exception {
    var request = new TestRequest();
    request.txn = "tx-1";
    request.during(() -> log.log(Severity.INFO, "hello"));
    log.log(Severity.INFO, "outside");
    assertEquals(List.of(START + "INFO hello txn:tx-1\n", START + "INFO outside\n"), written(FILE));
  }

  @Test
  void aTransactionIdCannotStartALine() throws Exception {
    var request = new TestRequest();
    request.txn = "tx\nforged" + "x".repeat(500);
    request.during(() -> log.log(Severity.INFO, "hello"));
    String line = written(FILE).getFirst();
    assertEquals(line.length() - 1, line.indexOf('\n'));
    assertTrue(line.contains(" txn:tx\\nforgedxxx"), line);
    assertTrue(line.length() < 250, line);
  }

  @Test
  void aLongTextIsCutAndKeepsItsTransactionId() throws Exception {
    var request = new TestRequest();
    request.during(() -> log.log(Severity.INFO, "ä".repeat(100_000)));
    String line = written(FILE).getFirst();
    assertTrue(line.endsWith("ä... txn:" + request.txn + "\n"), line.substring(line.length() - 60));
    assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 32 * 1024 + 200);
  }

  @Test
  void anExceptionFollowsTheText() {
    var thrown = new IllegalStateException("no\nway");
    thrown.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("a.B", "run", "B.java", 7)});
    log.log(Severity.ERROR, "failed:", thrown);
    assertEquals(
        List.of(
            START
                + "ERROR failed: java.lang.IllegalStateException: no\\nway -- at"
                + " a.B.run(B.java:7)\n"),
        written(FILE));
  }

  @Test
  void aSyslogLineHasItsPriorityAndLocalTime() {
    var settings =
        new LogSettings("brim http:[x]", LogThreshold.DEBUG, "DAEMON", new LogTarget.Auto());
    try (LogChannel syslog = writer.open(settings)) {
      syslog.log(Severity.ERROR, "hello");
      String local =
          DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT)
              .withZone(ZoneId.systemDefault())
              .format(Instant.ofEpochMilli(time.millis()));
      assertEquals(
          List.of("<27>" + local + " brim_http__x_[" + PID + "]: hello"),
          written(new LogTarget.Syslog()));
    }
  }

  @Test
  void aSyslogLineFitsIntoADatagram() throws Exception {
    var request = new TestRequest();
    try (LogChannel syslog = writer.open(TestSinks.settings(new LogTarget.Syslog()))) {
      request.during(() -> syslog.log(Severity.INFO, "€".repeat(10_000)));
      LineBuffer raw = syslog.begin(Severity.NOTICE, 16);
      for (int i = 0; i < 5_000; i++) {
        raw.utf8('€');
      }
      syslog.end(raw);
    }
    List<String> lines = written(new LogTarget.Syslog());
    assertTrue(lines.get(0).endsWith("... txn:" + request.txn));
    assertTrue(lines.get(1).endsWith("€"), "cut within a character");
    for (String line : lines.subList(0, 2)) {
      int bytes = line.getBytes(StandardCharsets.UTF_8).length;
      assertTrue(bytes <= 8192 && bytes > 7000, "length " + bytes);
    }
  }

  @Test
  void everyFacilityOfTheConfigurationIsKnown() {
    String names =
        "KERN USER MAIL DAEMON AUTH SYSLOG LPR NEWS UUCP CRON AUTHPRIV FTP LOCAL0 LOCAL1 LOCAL2"
            + " LOCAL3 LOCAL4 LOCAL5 LOCAL6 LOCAL7";
    int code = 0;
    for (String name : names.split(" ", -1)) {
      assertEquals(code, SyslogFacility.valueOf(name).code(), name);
      code = code == 11 ? 16 : code + 1;
    }
  }
}
