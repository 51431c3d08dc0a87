package net.brim.engine.fastcgi;

import static net.brim.engine.http.MalformedRequest.malformed;

import java.io.IOException;
import net.brim.engine.cgi.CgiHead;
import net.brim.engine.cgi.CgiRequest;
import net.brim.engine.http.Exchange;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.TimeoutException;

/**
 * One connection of a web server, request after request.
 *
 * <pre>
 *   idle ── BEGIN_REQUEST ──► params, app, response ──► END_REQUEST ── keep ──► idle …
 *    │                                                      └─ not to keep, out of step ──► end
 *    └─ records of requests that are over: passed over; what makes no sense: logged, end
 * </pre>
 *
 * <p>A connection that is kept is the web server's to end: behind the END_REQUEST of one request,
 * the next may be on its way, whatever is left of the body of the first.
 */
final class FastCgiConnection {

  private static final int BEGIN_LENGTH = 8;
  private static final int RESPONDER = 1;
  private static final int KEEP = 1;

  private final HttpContext context;
  private final Connection connection;
  private final RecordReader reader;
  private final RecordWriter writer;
  private final Management management;

  private boolean served;
  private boolean keep;

  FastCgiConnection(HttpContext context, Connection connection) {
    this.context = context;
    this.connection = connection;
    this.reader = new RecordReader(connection);
    this.writer = new RecordWriter(connection);
    this.management = new Management(connection, writer, context.settings().maxConnections());
  }

  void run() throws IOException {
    connection.expectPeerToFinish();
    try {
      while (awaitRequest() && serveRequest(reader.id())) {
        // What comes between two requests belongs to none.
      }
    } catch (MalformedRequest e) {
      context
          .logger()
          .warn("FastCGI connection of {} ended: {}", connection.remoteAddress(), e.getMessage());
    }
  }

  /** Reads up to the beginning of a request; false where none comes. */
  private boolean awaitRequest() throws IOException {
    HttpSettings settings = context.settings();
    reader.patience(null);
    while (true) {
      if (reader.atBoundary() && !connection.awaitMessage(settings.keepaliveTimeout(), served)) {
        return false;
      }
      connection.readWithin(settings.headerTimeout(), false);
      reader.next();
      if (reader.type() == RecordType.BEGIN_REQUEST && reader.id() != 0) {
        if (begin()) {
          return true;
        }
        if (!keep) {
          return false;
        }
      } else {
        management.other(reader);
      }
    }
  }

  /** Whether the request is one for us. */
  private boolean begin() throws IOException {
    if (reader.length() != BEGIN_LENGTH) {
      throw malformed("A FastCGI request begins with " + reader.length() + " bytes instead of 8.");
    }
    byte[] content = reader.content();
    int role = (content[0] & 0xff) << 8 | (content[1] & 0xff);
    keep = (content[2] & KEEP) != 0;
    if (role != RESPONDER) {
      writer.end(reader.id(), RecordWriter.End.UNKNOWN_ROLE);
      connection.flush();
    }
    return role == RESPONDER;
  }

  /** Serves the request that has begun; false where the connection is over. */
  private boolean serveRequest(int id) throws IOException {
    long start = System.nanoTime();
    served = true;
    var responder = new FastCgiResponder(connection, writer, id);
    var exchange = new Exchange(context, connection.remoteAddress(), responder);
    var streams = new RequestStreams(reader, management, context.settings(), id);
    connection.readWithin(context.settings().headerTimeout(), false);
    try {
      serve(start, responder, exchange, streams);
    } catch (ClientGoneException e) {
      if (!streams.aborted()) {
        throw e;
      }
    }
    writer.complete(id);
    connection.flush();
    return keep && !reader.outOfStep() && !connection.ending();
  }

  private void serve(
      long start, FastCgiResponder responder, Exchange exchange, RequestStreams streams)
      throws IOException {
    CgiHead head;
    StdinBody body;
    try {
      head = streams.params();
      body = new StdinBody(reader, streams, head.contentLength(), context.settings().maxBodySize());
      body.begin();
    } catch (MalformedRequest e) {
      exchange.refuse(null, e, start);
      return;
    } catch (TimeoutException e) {
      exchange.refuse(null, MalformedRequest.late("head"), start);
      return;
    }
    reader.patience(context.settings().timeout());
    responder.answering(head, body);
    responder.watching(streams, body);
    var link =
        new CgiRequest.Link(connection.remoteAddress(), connection.localAddress(), connection);
    try {
      exchange.serve(new CgiRequest(context, link, head, body, start));
    } finally {
      keep &= body.shut();
    }
  }
}
