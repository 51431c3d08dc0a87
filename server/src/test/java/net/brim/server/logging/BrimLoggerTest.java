package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.brim.api.LogLevel;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogTarget;
import net.brim.server.config.LogThreshold;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

class BrimLoggerTest {

  private static final LogTarget FILE = TestSinks.file("a");

  private final TestSinks sinks = new TestSinks();
  private final LogWriter writer = new LogWriter(new TestTime(), sinks);

  private Logger logger(LogThreshold threshold) {
    return writer.open(new LogSettings("x", threshold, "USER", FILE)).logger("net.example.App");
  }

  private List<String> written() {
    writer.pump();
    return sinks.of(FILE).drain().stream().map(l -> l.substring(l.indexOf("] ") + 2)).toList();
  }

  @Test
  void levelsAndMarkers() {
    Logger logger = logger(LogThreshold.DEBUG);
    logger.trace("a");
    logger.debug("b");
    logger.info("c");
    logger.info(LogLevel.NOTICE, "d");
    logger.warn("e");
    logger.error("f");
    logger.warn(LogLevel.CRITICAL, "g {} {}", 1, "two");
    logger.error(MarkerFactory.getMarker("OTHER"), "h {}", "x");
    assertEquals(
        List.of(
            "DEBUG a\n",
            "DEBUG b\n",
            "INFO c\n",
            "NOTICE d\n",
            "WARNING e\n",
            "ERROR f\n",
            "CRITICAL g 1 two\n",
            "ERROR h x\n"),
        written());
  }

  @Test
  void aMarkerPassesAThresholdThatItsLevelDoesNot() {
    Logger logger = logger(LogThreshold.NOTICE);
    assertFalse(logger.isInfoEnabled());
    assertTrue(logger.isInfoEnabled(LogLevel.NOTICE));
    logger.info("no");
    logger.info(LogLevel.NOTICE, "yes");
    logger.debug(LogLevel.CRITICAL, "yes");
    assertEquals(List.of("NOTICE yes\n", "CRITICAL yes\n"), written());
  }

  @Test
  void anExceptionIsTheLastArgument() {
    var thrown = new IllegalStateException("no");
    thrown.setStackTrace(new StackTraceElement[0]);
    logger(LogThreshold.INFO).error("{} failed", "it", thrown);
    assertEquals(List.of("ERROR it failed java.lang.IllegalStateException: no --\n"), written());
  }

  @Test
  void theFluentInterface() {
    Logger logger = logger(LogThreshold.INFO);
    logger.atInfo().addKeyValue("k", 1).addMarker(LogLevel.NOTICE).log("hello {}", "x");
    logger.atDebug().log("no");
    logger.atError().log();
    assertEquals(List.of("NOTICE k=1 hello x\n", "ERROR null\n"), written());
  }

  @Test
  void nullMessagesAreLogged() {
    logger(LogThreshold.INFO).info(null);
    assertEquals(List.of("INFO null\n"), written());
  }

  @Test
  void slf4jFindsBrim() {
    Logger logger = LoggerFactory.getLogger("net.example.Other");
    assertInstanceOf(BrimLogger.class, logger);
    assertSame(logger, LoggerFactory.getLogger("net.example.Other"));
    assertEquals("net.example.Other", logger.getName());
  }
}
