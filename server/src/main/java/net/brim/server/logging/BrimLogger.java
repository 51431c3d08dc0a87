package net.brim.server.logging;

import java.util.List;
import net.brim.api.LogLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/**
 * An SLF4J logger that writes to a channel. The markers of {@link LogLevel} stand above the level
 * of the call; TRACE is DEBUG.
 */
final class BrimLogger extends AbstractLogger implements LoggingEventAware {

  private static final long serialVersionUID = 1L;

  /** Null for the process's main channel, whichever that is at the time. */
  private final transient @Nullable LogChannel channel;

  BrimLogger(String name, @Nullable LogChannel channel) {
    this.name = name;
    this.channel = channel;
  }

  @Override
  public void log(LoggingEvent event) {
    Severity severity = severity(event.getLevel(), marker(event.getMarkers()));
    if (channel().enabled(severity)) {
      var text = new StringBuilder();
      if (event.getKeyValuePairs() != null) {
        for (KeyValuePair pair : event.getKeyValuePairs()) {
          text.append(pair.key).append('=').append(pair.value).append(' ');
        }
      }
      text.append(MessageFormatter.basicArrayFormat(event.getMessage(), event.getArgumentArray()));
      channel().log(severity, text.toString(), event.getThrowable());
    }
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    String text = MessageFormatter.basicArrayFormat(message, arguments);
    channel().log(severity(level, marker), String.valueOf(text), thrown);
  }

  /** No line names its caller. */
  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return isTraceEnabled(null);
  }

  @Override
  public boolean isTraceEnabled(@Nullable Marker marker) {
    return enabled(Level.TRACE, marker);
  }

  @Override
  public boolean isDebugEnabled() {
    return isDebugEnabled(null);
  }

  @Override
  public boolean isDebugEnabled(@Nullable Marker marker) {
    return enabled(Level.DEBUG, marker);
  }

  @Override
  public boolean isInfoEnabled() {
    return isInfoEnabled(null);
  }

  @Override
  public boolean isInfoEnabled(@Nullable Marker marker) {
    return enabled(Level.INFO, marker);
  }

  @Override
  public boolean isWarnEnabled() {
    return isWarnEnabled(null);
  }

  @Override
  public boolean isWarnEnabled(@Nullable Marker marker) {
    return enabled(Level.WARN, marker);
  }

  @Override
  public boolean isErrorEnabled() {
    return isErrorEnabled(null);
  }

  @Override
  public boolean isErrorEnabled(@Nullable Marker marker) {
    return enabled(Level.ERROR, marker);
  }

  private boolean enabled(Level level, @Nullable Marker marker) {
    return channel().enabled(severity(level, marker));
  }

  private LogChannel channel() {
    return channel == null ? Log.main() : channel;
  }

  private static Severity severity(Level level, @Nullable Marker marker) {
    if (marker != null) {
      if (marker.equals(LogLevel.CRITICAL)) {
        return Severity.CRITICAL;
      }
      if (marker.equals(LogLevel.NOTICE)) {
        return Severity.NOTICE;
      }
    }
    return switch (level) {
      case ERROR -> Severity.ERROR;
      case WARN -> Severity.WARNING;
      case INFO -> Severity.INFO;
      case DEBUG, TRACE -> Severity.DEBUG;
    };
  }

  private static @Nullable Marker marker(@Nullable List<Marker> markers) {
    if (markers == null) {
      return null;
    }
    if (markers.contains(LogLevel.CRITICAL)) {
      return LogLevel.CRITICAL;
    }
    return markers.contains(LogLevel.NOTICE) ? LogLevel.NOTICE : null;
  }
}
