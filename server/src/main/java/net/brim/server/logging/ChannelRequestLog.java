package net.brim.server.logging;

import net.brim.engine.http.CompletedRequest;
import net.brim.engine.http.RequestLog;

/** Writes one line for each request to a channel. */
final class ChannelRequestLog implements RequestLog {

  /** Most lines fit, so that their bytes are allocated once and never copied. */
  private static final int CAPACITY = 512;

  private final LogChannel channel;
  private final RequestFormat format;

  ChannelRequestLog(LogChannel channel, RequestFormat format) {
    this.channel = channel;
    this.format = format;
  }

  @Override
  public void log(CompletedRequest completed) {
    Timestamps timestamps = channel.timestamps();
    long millis = timestamps.time().millis();
    LineBuffer line = channel.begin(Severity.NOTICE, CAPACITY, millis);
    format.append(line, completed, timestamps.at(millis), Math.floorMod(millis, 1000));
    channel.end(line);
  }
}
