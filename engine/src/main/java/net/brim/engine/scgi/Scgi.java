package net.brim.engine.scgi;

import java.io.IOException;
import net.brim.engine.cgi.CgiHead;
import net.brim.engine.cgi.CgiRequest;
import net.brim.engine.http.Exchange;
import net.brim.engine.http.FixedBody;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Protocol;
import net.brim.engine.hub.TimeoutException;

/** SCGI: a connection from a web server for each request. */
public final class Scgi implements Protocol {

  private final HttpContext context;

  /** The protocol of one server. */
  public Scgi(HttpContext context) {
    this.context = context;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    if (!connection.awaitMessage(context.settings().keepaliveTimeout(), false)) {
      return;
    }
    long start = System.nanoTime();
    connection.expectPeerToFinish();
    var responder = new ScgiResponder(connection);
    var exchange = new Exchange(context, connection.remoteAddress(), responder);
    connection.readWithin(context.settings().headerTimeout(), false);
    CgiHead head;
    try {
      head = new ScgiReader(connection, context.settings()).read();
    } catch (MalformedRequest e) {
      exchange.refuse(null, e, start);
      return;
    } catch (TimeoutException e) {
      exchange.refuse(null, MalformedRequest.late("head"), start);
      return;
    }
    var body = new FixedBody(connection, context.settings(), null, head.contentLength());
    responder.answering(head, body);
    var link =
        new CgiRequest.Link(connection.remoteAddress(), connection.localAddress(), connection);
    exchange.serve(new CgiRequest(context, link, head, body, start));
  }
}
