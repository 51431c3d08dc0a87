package net.brim.server.logging;

import java.time.Instant;

/** A clock that stands still until it is told otherwise. */
final class TestTime implements Time {

  private long millis = Instant.parse("2026-11-20T10:11:12.123Z").toEpochMilli();
  private long nanos = -5;
  int pauses;

  void advance(long byMillis) {
    millis += byMillis;
    nanos += byMillis * 1_000_000;
  }

  @Override
  public long millis() {
    return millis;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void pause(long forNanos) {
    pauses++;
    nanos += forNanos;
  }
}
