package net.brim.engine.http1;

import java.io.IOException;
import java.time.Duration;
import net.brim.engine.hub.ByteSource;
import net.brim.engine.hub.Connection;

/**
 * A connection whose client may take its time with a head: where more is needed, the thread that
 * reads is told to leave, and to begin again when there is more. A parked one would keep its stack,
 * which the collector copies, for each client that trickles.
 */
final class PatientSource implements ByteSource {

  /** So often at most is one head begun again; after that, its thread waits for the rest. */
  private static final int MOST_ATTEMPTS = 16;

  private final Connection connection;
  private int attempts;

  PatientSource(Connection connection) {
    this.connection = connection;
  }

  /** A head is to be read for the first time. */
  void begin() {
    attempts = 0;
  }

  /**
   * Whether what is left of the head has come, or nothing more is to be awaited.
   *
   * @throws HeadIncompleteException where the thread is to leave
   */
  @Override
  public boolean more() throws IOException {
    if (connection.take()) {
      return true;
    }
    if (attempts == MOST_ATTEMPTS || !connection.mayLeave()) {
      return connection.more();
    }
    attempts++;
    throw new HeadIncompleteException();
  }

  @Override
  public byte[] array() {
    return connection.array();
  }

  @Override
  public int position() {
    return connection.position();
  }

  @Override
  public int limit() {
    return connection.limit();
  }

  @Override
  public void skip(int count) {
    connection.skip(count);
  }

  @Override
  public void readWithin(Duration time, boolean idle) {
    connection.readWithin(time, idle);
  }
}
