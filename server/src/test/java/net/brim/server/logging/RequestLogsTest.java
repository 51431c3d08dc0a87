package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.brim.engine.http.RequestLog;
import net.brim.server.config.AccessLogFormat;
import net.brim.server.config.AccessLogSettings;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogTarget;
import net.brim.server.config.LogThreshold;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestLogsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir Path dir;

  @AfterEach
  void close() {
    assertTrue(Log.close(DEADLINE));
  }

  private LogTarget file(String name) {
    return new LogTarget.File(dir.resolve(name));
  }

  private String content(String name) throws IOException {
    assertTrue(Log.close(DEADLINE));
    return Files.readString(dir.resolve(name));
  }

  private RequestLog open(LogThreshold threshold, AccessLogFormat format, String accessFile) {
    var settings = new LogSettings("brimhttp", threshold, "LOCAL0", file("main"));
    var access = new AccessLogSettings(format, file(accessFile), false, false);
    return RequestLogs.of(Log.open(settings), settings, access);
  }

  @Test
  void requestsAreInTheMainLogAtNotice() throws IOException {
    open(LogThreshold.NOTICE, AccessLogFormat.BRIM, "main").log(new TestRequest().completed());
    String line = content("main");
    assertTrue(line.contains(" brimhttp["), line);
    assertTrue(line.contains("] NOTICE 192.0.2.7 192.0.2.7 - - "), line);
    assertTrue(line.endsWith(" 0.00123 - - -\n"), line);
  }

  @Test
  void theTransactionIdIsThereOnce() throws Exception {
    RequestLog log = open(LogThreshold.INFO, AccessLogFormat.BRIM, "main");
    var request = new TestRequest();
    request.during(() -> log.log(request.completed()));
    String line = content("main");
    assertEquals(line.indexOf(request.txn), line.lastIndexOf(request.txn));
  }

  @Test
  void aThresholdAboveNoticeTurnsThemOff() {
    assertSame(RequestLog.OFF, open(LogThreshold.WARNING, AccessLogFormat.BRIM, "main"));
    assertSame(RequestLog.OFF, open(LogThreshold.INFO, AccessLogFormat.OFF, "access"));
  }

  @Test
  void aTargetOfTheirOwnHasThemWhateverTheThreshold() throws IOException {
    open(LogThreshold.ERROR, AccessLogFormat.BRIM, "access").log(new TestRequest().completed());
    assertTrue(content("access").contains("] NOTICE 192.0.2.7 "));
    assertEquals(false, Files.exists(dir.resolve("main")) && Files.size(dir.resolve("main")) > 0);
  }

  @Test
  void jsonAndCombinedLinesStandAloneInAFileOfTheirOwn() throws IOException {
    open(LogThreshold.INFO, AccessLogFormat.JSON, "json").log(new TestRequest().completed());
    String json = content("json");
    assertTrue(json.startsWith("{\"time\"") && json.endsWith("}\n"), json);
    open(LogThreshold.INFO, AccessLogFormat.COMBINED, "combined")
        .log(new TestRequest().completed());
    assertTrue(content("combined").startsWith("192.0.2.7 - - ["));
  }

  @Test
  void jsonInTheMainLogHasThePrefixOfItsOtherLines() throws IOException {
    open(LogThreshold.INFO, AccessLogFormat.JSON, "main").log(new TestRequest().completed());
    assertTrue(content("main").contains("] NOTICE {\"time\""));
  }
}
