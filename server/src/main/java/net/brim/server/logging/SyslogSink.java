package net.brim.server.logging;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.brim.os.OsException;
import org.jspecify.annotations.Nullable;

/**
 * The syslog daemon of this machine.
 *
 * <pre>
 *   patient ──(a line was not taken for 250 ms)──▶ impatient     tries each line once, drops it
 *      ▲                                              │          otherwise, connects once a second
 *      └───────────────(a line was taken)─────────────┘
 * </pre>
 *
 * <p>A patient sink retries each line and connects anew every 50 ms, so the restart of a daemon and
 * a short burst lose nothing; meanwhile lines wait in the queue.
 */
final class SyslogSink implements Sink {

  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long CONNECT_PATIENT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long CONNECT_IMPATIENT = TimeUnit.SECONDS.toNanos(1);

  private final Path socket;
  private final Datagrams datagrams;
  private final Time time;
  private final Complaints complaints;
  private Datagrams.@Nullable Connection connection;
  private String reason = "its reader does not read";
  private long lastConnect;
  private boolean patient = true;
  private boolean closed;

  SyslogSink(Path socket, Datagrams datagrams, Time time, Consumer<String> complaints) {
    this.socket = socket;
    this.datagrams = datagrams;
    this.time = time;
    this.complaints = new Complaints("syslog socket " + socket, complaints);
    this.lastConnect = time.nanos() - CONNECT_IMPATIENT;
  }

  @Override
  public void write(Line line) {
    boolean sent = !closed && (attempt(line) || (patient && attemptRepeatedly(line)));
    patient = sent;
    if (sent) {
      complaints.works();
    } else {
      line.lose();
      complaints.fails(reason);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void reopen() {
    disconnect();
    lastConnect = time.nanos() - CONNECT_IMPATIENT;
  }

  @Override
  public void close() {
    disconnect();
    closed = true;
  }

  private boolean attemptRepeatedly(Line line) {
    long start = time.nanos();
    while (time.nanos() - start < PATIENCE) {
      time.pause(RETRY);
      if (attempt(line)) {
        return true;
      }
    }
    return false;
  }

  private boolean attempt(Line line) {
    return send(line) || (connectDue() && connect() && send(line));
  }

  private boolean send(Line line) {
    if (connection == null) {
      return false;
    }
    try {
      return connection.send(line.bytes(), line.length());
    } catch (OsException e) {
      reason = String.valueOf(e.getMessage());
      disconnect();
      return false;
    }
  }

  private boolean connectDue() {
    return time.nanos() - lastConnect >= (patient ? CONNECT_PATIENT : CONNECT_IMPATIENT);
  }

  private boolean connect() {
    disconnect();
    lastConnect = time.nanos();
    try {
      connection = datagrams.connect(socket);
      reason = "its reader does not read";
      return true;
    } catch (OsException e) {
      reason = String.valueOf(e.getMessage());
      return false;
    }
  }

  private void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
