package net.brim.engine.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Serial;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class FailedHandshakesTest {

  private static final SocketAddress PEER = InetSocketAddress.createUnresolved("peer", 1);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Lines lines = new Lines();
  private final FailedHandshakes failed = new FailedHandshakes(lines);

  private List<String> lines(Level level) {
    return lines.all.stream().filter(line -> line.startsWith(level.name())).toList();
  }

  @Test
  void eachIsForThoseWhoDebugAndAFewAMinuteForAll() {
    long start = -5; // The clock may have any value.
    for (int i = 0; i < 1000; i++) {
      failed.add(PEER, new IOException("no " + i), start + i);
    }
    assertEquals(1000, lines(Level.DEBUG).size());
    assertEquals(
        List.of("INFO the TLS handshake with " + PEER + " failed: no 0"), lines(Level.INFO));
    failed.add(PEER, new IOException("late"), start + MINUTE);
    assertEquals(
        "INFO 1000 more TLS handshakes failed, the latest with " + PEER + ": late",
        lines(Level.INFO).getLast());
    failed.add(PEER, new IOException("later"), start + MINUTE + 1);
    assertEquals(2, lines(Level.INFO).size());
  }

  @Test
  void saysTheFirstCauseInFewWords() {
    failed.add(PEER, new IOException("outer", new IOException("x".repeat(1000))), 0);
    assertEquals(
        "INFO the TLS handshake with " + PEER + " failed: " + "x".repeat(200) + "…",
        lines(Level.INFO).getFirst());
    failed.broke(PEER, new IOException());
    assertEquals(
        "DEBUG the TLS connection of " + PEER + " broke: IOException",
        lines(Level.DEBUG).getLast());
  }

  /** Keeps what is logged. */
  private static final class Lines extends AbstractLogger {

    @Serial private static final long serialVersionUID = 1L;

    private final transient List<String> all = new ArrayList<>();

    @Override
    protected String getFullyQualifiedCallerName() {
      return "";
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String message,
        Object @Nullable [] arguments,
        @Nullable Throwable thrown) {
      all.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments));
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
      return true;
    }
  }
}
