package net.brim.engine.tcp;

import java.io.IOException;
import net.brim.api.TcpApp;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Protocol;
import org.jspecify.annotations.Nullable;

/** Hands connections to an app as they are, and to a fresh one when it has failed. */
public final class Tcp implements Protocol {

  private final TcpContext context;

  /** Null where the last one failed. */
  private volatile @Nullable TcpApp app;

  /** The protocol of one server, whose app is made now. */
  public Tcp(TcpContext context) {
    this.context = context;
    this.app = context.apps().get();
  }

  @Override
  public boolean runsAtOnce() {
    return true;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    TcpApp current = app;
    if (current == null) {
      current = fresh(connection);
    }
    if (current != null && connection.awaitSecure(context.timeout())) {
      serve(current, new TcpStream(context, connection));
    }
  }

  private void serve(TcpApp current, TcpStream stream) throws IOException {
    try {
      current.handle(stream);
    } catch (Throwable e) {
      IOException clients = stream.thrownIn(e);
      if (clients != null) {
        context.logger().debug("connection of {}", stream.remoteAddress(), e);
        throw clients;
      }
      failed(current, stream, e);
    } finally {
      stream.end();
    }
  }

  private synchronized @Nullable TcpApp fresh(Connection connection) {
    if (app == null) {
      try {
        app = context.apps().get();
      } catch (RuntimeException | LinkageError e) {
        context.logger().error("no app for the connection of {}", connection.remoteAddress(), e);
      }
    }
    return app;
  }

  /** Other connections that it serves go on. */
  private synchronized void failed(TcpApp failed, TcpStream stream, Throwable thrown) {
    if (failed.equals(app)) {
      app = null;
    }
    context
        .logger()
        .error(
            "the app failed on the connection of {}; a fresh one gets the next",
            stream.remoteAddress(),
            thrown);
  }
}
