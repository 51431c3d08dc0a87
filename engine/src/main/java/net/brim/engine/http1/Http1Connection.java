package net.brim.engine.http1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.brim.api.Status;
import net.brim.engine.http.Exchange;
import net.brim.engine.http.Http2Use;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.RequestBody;
import net.brim.engine.hub.Connection;
import net.brim.engine.hub.Protocol;
import net.brim.engine.hub.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection, request after request: read the head, ask the app, write the response.
 *
 * <p>A request is served on a virtual thread, so that the order of the code is the order of the
 * protocol. Where none has begun to arrive, the connection rests without a thread.
 */
final class Http1Connection implements Protocol {

  /** How a client begins that knows that we speak HTTP/2 (RFC 9113, section 3.4). */
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);

  /** What ALPN calls HTTP/2 (RFC 9113, section 3.2). */
  private static final String HTTP2 = "h2";

  private final HttpContext context;
  private final Connection connection;
  private final @Nullable Protocol http2;
  private final PatientSource source;
  private final HeadReader reader;
  private final ResponseWriter writer;
  private @Nullable Exchange exchange;
  private boolean served;
  private boolean waiting;

  /** Whether a head has begun, and when; the connection may rest in the middle of it. */
  private boolean reading;

  private long start;
  private boolean first;

  Http1Connection(HttpContext context, Connection connection, @Nullable Protocol http2) {
    this.context = context;
    this.connection = connection;
    this.http2 = http2;
    this.source = new PatientSource(connection);
    this.reader = new HeadReader(source, context.settings());
    this.writer = new ResponseWriter(connection, context.settings());
  }

  @Override
  public void serve(Connection connection) throws IOException {
    while (requestBegins() && serveRequest()) {
      // Each request is read where the one before has ended.
    }
  }

  /**
   * Whether the next request has begun to arrive; where it may still do so, the connection rests.
   */
  private boolean requestBegins() throws IOException {
    if (connection.position() < connection.limit() || connection.take()) {
      reader.begin();
      return true;
    }
    if (!waiting) {
      await();
    }
    if (!connection.over()) {
      connection.rest(this);
    }
    return false;
  }

  private void await() throws IOException {
    waiting = true;
    connection.expectMessage(context.settings().keepaliveTimeout(), served);
  }

  /**
   * Serves the request that has begun to arrive; false where the connection is over, or rests in
   * the middle of a head.
   */
  private boolean serveRequest() throws IOException {
    if (!reading && !begin()) {
      return false;
    }
    RequestHead head;
    try {
      head = reader.read();
    } catch (HeadIncompleteException e) {
      connection.restForLine(this);
      return false;
    } catch (MalformedRequest e) {
      if (http2 != null && first && mayBeginWithHttp2() && beginsWithHttp2()) {
        http2.serve(connection);
      } else {
        exchange().refuse(null, e, start);
      }
      return false;
    } catch (TimeoutException e) {
      exchange().refuse(null, MalformedRequest.late("head"), start);
      return false;
    }
    reading = false;
    return serve(head);
  }

  /** Begins with a head; false where none is to be read here. */
  private boolean begin() throws IOException {
    start = connection.now();
    String refusal = connection.refusal();
    if (refusal != null) {
      exchange().refuse(null, new MalformedRequest(Status.BAD_REQUEST, refusal), start);
      return false;
    }
    first = !served;
    served = true;
    waiting = false;
    if (http2 != null && HTTP2.equals(connection.applicationProtocol())) {
      http2.serve(connection);
      return false;
    }
    writer.beginRequest();
    connection.readWithin(context.settings().headerTimeout(), false);
    source.begin();
    reading = true;
    return true;
  }

  /** With TLS, the handshake has said what is spoken. */
  private boolean mayBeginWithHttp2() {
    return context.settings().http2() == Http2Use.ALWAYS && connection.tls() == null;
  }

  /** Asked only where the head is refused anyway, for its version, so that others pay nothing. */
  private boolean beginsWithHttp2() {
    int start = connection.position();
    return connection.limit() - start >= PREFACE.length
        && Arrays.equals(
            connection.array(), start, start + PREFACE.length, PREFACE, 0, PREFACE.length);
  }

  private boolean serve(RequestHead head) throws IOException {
    RequestBody body =
        head.body(
            connection, context.settings(), head.expectContinue() ? writer::sendContinue : null);
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
