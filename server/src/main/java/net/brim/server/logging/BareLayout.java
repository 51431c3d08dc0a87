package net.brim.server.logging;

/** A line that is nothing but its text, for request logs in a format of their own. */
final class BareLayout implements Layout {

  private static final int TEXT_LIMIT = 32 * 1024;

  @Override
  public void begin(LineBuffer line, Severity severity, Timestamps.Second second, int millis) {}

  @Override
  public void end(LineBuffer line) {
    line.raw('\n');
  }

  @Override
  public int textLimit() {
    return TEXT_LIMIT;
  }
}
