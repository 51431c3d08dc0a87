package net.brim.server.logging;

import net.brim.engine.http.RequestLog;
import net.brim.server.config.AccessLogFormat;
import net.brim.server.config.AccessLogSettings;
import net.brim.server.config.LogSettings;
import org.jspecify.annotations.Nullable;

/** The request logs that a subserver can have. */
public final class RequestLogs {

  private RequestLogs() {}

  /**
   * The request log of one subserver.
   *
   * <p>It writes at NOTICE to {@code channel}. Where {@code access} names another target, lines go
   * there whatever the threshold, and those of the formats combined and json stand alone there,
   * without time, name and severity before them, unless it is a syslog daemon.
   *
   * @param channel the subserver's
   * @param settings those of {@code channel}
   */
  public static RequestLog of(LogChannel channel, LogSettings settings, AccessLogSettings access) {
    RequestFormat format = format(access);
    boolean own = !access.to().text().equals(settings.to().text());
    if (format == null || (!own && !channel.enabled(Severity.NOTICE))) {
      return RequestLog.OFF;
    }
    boolean bare = access.format() != AccessLogFormat.BRIM;
    return new ChannelRequestLog(
        own ? Log.requests(channel, settings, access, bare) : channel, format);
  }

  private static @Nullable RequestFormat format(AccessLogSettings access) {
    return switch (access.format()) {
      case BRIM -> new BrimFormat(access.headers(), access.authTokens());
      case COMBINED -> new CombinedFormat();
      case JSON -> new JsonFormat(access.headers(), access.authTokens());
      case OFF -> null;
    };
  }
}
