package net.brim.engine.http1;

import java.io.IOException;
import net.brim.engine.http.Exchange;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection, request after request: read the head, ask the app, write the response.
 *
 * <p>All of it runs on the connection's virtual thread, so that the order of the code is the order
 * of the protocol.
 */
final class Http1Connection {

  private final HttpContext context;
  private final Connection connection;
  private final HeadReader reader;
  private final ResponseWriter writer;
  private @Nullable Exchange exchange;
  private boolean served;

  Http1Connection(HttpContext context, Connection connection) {
    this.context = context;
    this.connection = connection;
    this.reader = new HeadReader(connection, context.settings());
    this.writer = new ResponseWriter(connection, context.settings().serverHeader());
  }

  void run() throws IOException {
    while (awaitRequest() && serveRequest()) {
      // Each request is read where the one before has ended.
    }
  }

  /** Waits for the next request; false where none comes. */
  private boolean awaitRequest() throws IOException {
    if (connection.position() == connection.limit()) {
      connection.awaitWritable();
      if (served || !connection.draining()) {
        connection.readWithin(context.settings().keepaliveTimeout(), served);
      } else {
        connection.readWithin(Connection.FIRST_REQUEST, false);
      }
      try {
        return reader.begin();
      } catch (ClientGoneException | TimeoutException e) {
        return false; // Nothing was asked, so nothing is lost.
      }
    }
    return reader.begin();
  }

  /** Serves the request that has begun to arrive; false where the connection is over. */
  private boolean serveRequest() throws IOException {
    long start = System.nanoTime();
    served = true;
    writer.begin();
    connection.readWithin(context.settings().headerTimeout(), false);
    RequestHead head;
    try {
      head = reader.read();
    } catch (MalformedRequest e) {
      exchange().refuse(null, e, start);
      return false;
    } catch (TimeoutException e) {
      exchange().refuse(null, MalformedRequest.late("head"), start);
      return false;
    }
    return serve(head, start);
  }

  private boolean serve(RequestHead head, long start) throws IOException {
    RequestBody body =
        RequestBody.of(
            head,
            connection,
            context.settings(),
            head.expectContinue() ? writer::sendContinue : null);
    writer.answering(head, body);
    exchange().serve(new Http1Request(context, connection, head, body, start));
    connection.flush(); // The next request may take its time.
    return writer.keepAlive() && body.skip();
  }

  /** Made with the first request: before it, a layer below may learn who the client is. */
  private Exchange exchange() {
    if (exchange == null) {
      exchange = new Exchange(context, connection.remoteAddress(), writer);
    }
    return exchange;
  }
}
