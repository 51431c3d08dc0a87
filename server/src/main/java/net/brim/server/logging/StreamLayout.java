package net.brim.server.logging;

import java.nio.charset.StandardCharsets;

/**
 * A line of a file or of stderr, with its time in UTC.
 *
 * <pre>
 *   2026-11-20T10:11:12.123Z brimhttp[4711] NOTICE text LF
 * </pre>
 */
final class StreamLayout implements Layout {

  private static final int TEXT_LIMIT = 32 * 1024;

  private final byte[] afterTime;

  StreamLayout(String name, long pid) {
    this.afterTime =
        ("Z " + Layout.tag(name) + "[" + pid + "] ").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void begin(LineBuffer line, Severity severity, Timestamps.Second second, int millis) {
    line.raw(second.iso).raw('.').padded(millis, 3);
    line.raw(afterTime).ascii(severity.name()).raw(' ');
  }

  @Override
  public void end(LineBuffer line) {
    line.raw('\n');
  }

  @Override
  public int textLimit() {
    return TEXT_LIMIT;
  }
}
