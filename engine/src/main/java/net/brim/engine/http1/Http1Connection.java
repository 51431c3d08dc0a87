package net.brim.engine.http1;

import java.io.IOException;
import net.brim.api.HeaderList;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.engine.http.Answer;
import net.brim.engine.http.CompletedRequest;
import net.brim.engine.http.CurrentRequest;
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

  /** How much of a body that the app did not want is read, so that the connection can go on. */
  private static final long MOST_DISCARDED = 256 * 1024;

  /** The status that the log shows where the client left before there was one to send. */
  private static final int CLIENT_LEFT = 499;

  private final HttpContext context;
  private final Connection connection;
  private final HeadReader reader;
  private final ResponseWriter writer;
  private boolean served;
  private final CurrentRequest current = CurrentRequest.bind();

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
      return refuse(null, e, start);
    } catch (TimeoutException e) {
      return refuse(
          null, new MalformedRequest(Status.REQUEST_TIMEOUT, "The request head is late."), start);
    }
    RequestBody body =
        RequestBody.of(
            head,
            connection,
            context.settings(),
            head.expectContinue() ? writer::sendContinue : null);
    return serve(head, new Http1Request(context, connection, head, body, start), body);
  }

  private boolean serve(RequestHead head, Http1Request request, RequestBody body)
      throws IOException {
    current.set(request);
    Thread.interrupted(); // What interrupts one request does not concern the next.
    context.counters().requestsRunning().add(1);
    try {
      if (head.contentLength() > context.settings().maxBodySize()) {
        return refuse(request, tooLong(), request.startNanos());
      }
      Response response = Answer.of(context.app(), request);
      Thread.interrupted();
      IOException failure = body.failure();
      if (failure == null && connection.gone()) {
        failure = new ClientGoneException("before the response began");
      }
      if (failure != null) {
        ResponseWriter.discard(response, failure);
        throw failure; // Whatever the app made of it, the rest of the connection cannot be read.
      }
      return respond(head, request, body, response);
    } catch (MalformedRequest e) {
      return refuse(request, e, request.startNanos());
    } catch (TimeoutException e) {
      if (writer.begun()) {
        throw e;
      }
      return refuse(
          request,
          new MalformedRequest(Status.REQUEST_TIMEOUT, "The request body is late."),
          request.startNanos());
    } catch (ClientGoneException e) {
      if (!writer.begun()) {
        complete(request, CLIENT_LEFT, HeaderList.of(), true, request.startNanos());
      }
      throw e;
    } finally {
      context.counters().requestsRunning().add(-1);
      current.set(null);
    }
  }

  private boolean respond(
      RequestHead head, Http1Request request, RequestBody body, Response response)
      throws IOException {
    boolean keepAlive = head.keepAlive() && !connection.draining() && canSkip(head, body);
    Response sent = response;
    boolean whole = false;
    try {
      keepAlive = writer.write(head, response, keepAlive);
      whole = true;
    } catch (ClientGoneException | TimeoutException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (writer.begun()) {
        request
            .logger()
            .error("{} {}: the response broke off", request.method(), request.path(), e);
        if (!writer.delimited()) {
          connection.reset();
        }
        throw new BodyFailedException("the body could not be made", e);
      }
      request.logger().error("{} {} failed", request.method(), request.path(), e);
      sent = failure(request);
      keepAlive = writer.write(head, sent, false);
      whole = true;
    } finally {
      if (whole || writer.begun()) {
        complete(request, sent.status().code(), sent.headers(), !whole, request.startNanos());
      }
    }
    connection.flush(); // The next request may take its time.
    return keepAlive && skip(body);
  }

  private static Response failure(Http1Request request) {
    return Response.of(Status.INTERNAL_SERVER_ERROR)
        .text("text/plain; charset=utf-8", "500, txn " + request.txn() + "\n");
  }

  /** Whether what is left of a body is little enough to be read for nothing. */
  private static boolean canSkip(RequestHead head, RequestBody body) {
    return body.finished()
        || (!body.uninvited() && head.contentLength() - body.count() <= MOST_DISCARDED);
  }

  /**
   * Reads what the app left of the body, which must not become the next request; false where that
   * is too much.
   */
  private static boolean skip(RequestBody body) {
    try {
      long skipped = 0;
      byte[] discarded = body.finished() ? new byte[0] : new byte[4096];
      while (!body.finished() && skipped <= MOST_DISCARDED) {
        skipped += Math.max(0, body.read(discarded));
      }
      return body.finished();
    } catch (IOException e) {
      return false; // The response is on its way; the connection just cannot go on.
    }
  }

  private MalformedRequest tooLong() {
    return new MalformedRequest(
        Status.CONTENT_TOO_LARGE,
        "The request body is longer than " + context.settings().maxBodySize() + " bytes.");
  }

  /** Answers a request that cannot be served, and ends the connection. */
  private boolean refuse(@Nullable Http1Request request, MalformedRequest why, long start)
      throws IOException {
    Response response =
        Response.of(why.status()).text("text/plain; charset=utf-8", why.getMessage() + "\n");
    try {
      writer.write(null, response, false);
    } finally {
      complete(request, why.status().code(), response.headers(), false, start);
    }
    return false;
  }

  private void complete(
      @Nullable Http1Request request,
      int status,
      HeaderList headers,
      boolean disconnected,
      long start) {
    long nanos = System.nanoTime() - start;
    context.counters().response(status);
    context.counters().workNanos().add(nanos);
    context
        .requestLog()
        .log(
            new CompletedRequest(
                request,
                connection.remoteAddress(),
                status,
                headers,
                request == null ? 0 : request.bytesIn(),
                writer.bytesOut(),
                nanos,
                disconnected,
                null));
  }
}
