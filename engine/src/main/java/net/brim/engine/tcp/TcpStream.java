package net.brim.engine.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import net.brim.api.JsonCodec;
import net.brim.api.Server;
import net.brim.api.Stats;
import net.brim.api.TcpConnection;
import net.brim.api.Tls;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A connection as its app sees it. */
final class TcpStream implements TcpConnection {

  private final TcpContext context;
  private final Connection connection;
  private final StreamInput input;
  private final StreamOutput output;
  private volatile Duration timeout;

  /** What told the app that the client left or was late; an app may pass it on as its own. */
  private volatile @Nullable IOException thrown;

  private volatile @Nullable IOException cause;

  TcpStream(TcpContext context, Connection connection) {
    this.context = context;
    this.connection = connection;
    this.timeout = context.timeout();
    this.input = new StreamInput(this, connection);
    this.output = new StreamOutput(this, connection);
  }

  /** The handler is through: other threads that it left behind must not go on here. */
  void end() {
    input.end();
    output.end();
  }

  /** What the client did, where that is why {@code failure} was thrown; else null. */
  @Nullable IOException thrownIn(Throwable failure) {
    IOException ours = thrown;
    for (Throwable e = failure; ours != null && e != null; e = e.getCause()) {
      if (ours.equals(e)) {
        return cause;
      }
    }
    return null;
  }

  /** As the app sees what ends its waiting. */
  IOException failure(IOException failure) {
    IOException seen = failure instanceof TimeoutException ? late(failure) : failure;
    cause = failure;
    thrown = seen;
    return seen;
  }

  private static IOException late(IOException failure) {
    var late = new SocketTimeoutException(failure.getMessage());
    late.initCause(failure);
    return late;
  }

  /** Waits for bytes; false where none will come. */
  boolean more(boolean idle) throws IOException {
    connection.readWithin(timeout, idle);
    try {
      return connection.more();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public boolean awaitInput() throws IOException {
    return input.await();
  }

  @Override
  public int transfer(OutputStream target, int limit) throws IOException {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of " + limit + " bytes; at least 1");
    }
    return input.transfer(target, limit);
  }

  @Override
  public void timeout(Duration time) {
    if (time.toMillis() < 1) {
      throw new IllegalArgumentException("a timeout of " + time + "; at least 1 ms");
    }
    timeout = time;
  }

  @Override
  public void shutdownOutput() throws IOException {
    output.close();
  }

  @Override
  public SocketAddress remoteAddress() {
    return connection.remoteAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return connection.localAddress();
  }

  @Override
  public @Nullable Tls tls() {
    return connection.tls();
  }

  @Override
  public Server server() {
    return context.server();
  }

  @Override
  public Logger logger() {
    return context.logger();
  }

  @Override
  public Stats stats() {
    return context.stats();
  }

  @Override
  public JsonCodec json() {
    return context.json();
  }

  @Override
  public boolean draining() {
    return connection.draining();
  }
}
