package net.brim.engine.http2;

import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import net.brim.engine.http.Exchange;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.hub.Connection;

/** Serves streams on one thread, one after the other: ask the app, write the response. */
final class StreamTask implements Workers.Task {

  private final HttpContext context;
  private final Connection connection;
  private final Http2Responder responder;
  private final Exchange exchange;

  StreamTask(HttpContext context, Connection connection) {
    this.context = context;
    this.connection = connection;
    this.responder = new Http2Responder(context.settings());
    this.exchange = new Exchange(context, connection.remoteAddress(), responder);
  }

  @Override
  public void serve(Http2Stream stream) {
    stream.thread(Thread.currentThread());
    try {
      exchange(stream);
    } catch (IOException e) {
      stream.abort(Http2Error.CANCEL); // Where it is not over anyway.
    } catch (Throwable e) {
      context.logger().error("a stream of {} failed", connection.remoteAddress(), e);
      stream.abort(Http2Error.INTERNAL_ERROR);
    } finally {
      stream.thread(null);
    }
  }

  private void exchange(Http2Stream stream) throws IOException {
    RequestHead head = stream.head();
    if (head != null) {
      var body = new Http2Body(stream, head, context.settings());
      responder.answering(stream, head, body);
      exchange.serve(new Http2Request(context, connection, stream, head, body));
      return;
    }
    responder.answering(stream);
    IOException refusal = stream.refusal();
    MalformedRequest why =
        refusal instanceof MalformedRequest malformed
            ? malformed
            : MalformedRequest.malformed(String.valueOf(refusal));
    exchange.refuse(null, why, stream.startNanos());
  }
}
