package net.brim.server.logging;

import java.nio.charset.StandardCharsets;

/**
 * A datagram for the local syslog daemon (RFC 3164), with local time and, as daemons expect of
 * their own machine, without a host name.
 *
 * <pre>
 *   &lt;133&gt;Nov 20 10:11:12 brimhttp[4711]: text          133 = 8 × facility + severity
 * </pre>
 */
final class SyslogLayout implements Layout {

  /** What common daemons take without a change of their settings. */
  private static final int DATAGRAM_LIMIT = 8 * 1024;

  /** Leaves room for the transaction id. */
  private static final int TEXT_LIMIT = DATAGRAM_LIMIT - 256;

  private final int facility;
  private final byte[] afterTime;

  SyslogLayout(SyslogFacility facility, String name, long pid) {
    this.facility = 8 * facility.code();
    this.afterTime =
        (" " + Layout.tag(name) + "[" + pid + "]: ").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void begin(LineBuffer line, Severity severity, Timestamps.Second second, int millis) {
    line.raw('<').number(facility + severity.code()).raw('>');
    line.raw(second.syslog).raw(afterTime);
  }

  @Override
  public void end(LineBuffer line) {
    if (line.length() > DATAGRAM_LIMIT) {
      line.truncate(Utf8.wholeLength(line.bytes(), DATAGRAM_LIMIT));
    }
  }

  @Override
  public int textLimit() {
    return TEXT_LIMIT;
  }
}
