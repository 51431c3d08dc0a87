package net.brim.engine.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import net.brim.api.Body;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.TimeoutException;
import net.brim.engine.threads.PoolFullException;
import net.brim.engine.threads.TaskAbandonedException;
import net.brim.engine.threads.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request of any protocol once its head is read: it is counted, an app answers,
 * the response goes out, a line goes to the request log.
 *
 * <pre>
 *   head ──► serve ──► the app ──► send ──────────────────────────► complete: counted and logged
 *     │                   │  │       └─ the body cannot be made ─► 500, or broken off ──► ▲
 *     │                   │  └─ it takes longer than it may ──► 503 in place of its own ──┤
 *     │                   └─ the request's body is malformed, late or too long ─► refuse ─┤
 *     └─ malformed or late ─────────────────────────────────────────────────────► refuse ─┘
 * </pre>
 */
public final class Exchange {

  /** The status that the log shows where the client left before there was one to send. */
  private static final int CLIENT_LEFT = 499;

  private static final String PLAIN = "text/plain; charset=utf-8";

  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE)
          .header("Retry-After", "1")
          .text(PLAIN, "The server is busy; try again.\n");

  private static final String LATE = "The server took too long for this request.";

  private static final Response TOO_LATE =
      Response.of(Status.SERVICE_UNAVAILABLE).text(PLAIN, LATE + "\n");

  private final HttpContext context;
  private final SocketAddress remoteAddress;
  private final Responder responder;

  /**
   * The exchanges with one peer, one after the other.
   *
   * @param remoteAddress of the peer, for requests whose head never came whole
   */
  public Exchange(HttpContext context, SocketAddress remoteAddress, Responder responder) {
    this.context = context;
    this.remoteAddress = remoteAddress;
    this.responder = responder;
  }

  /**
   * Answers a request.
   *
   * @throws IOException where the response did not go out whole; the connection, or the stream,
   *     cannot go on
   */
  public void serve(AbstractRequest request) throws IOException {
    CurrentRequest.during(request, () -> answerOrRefuse(request));
  }

  private @Nullable Void answerOrRefuse(AbstractRequest request) throws IOException {
    Thread.interrupted(); // What interrupts one request does not concern the next.
    context.counters().requestsRunning().add(1);
    try {
      answer(request);
    } catch (MalformedRequest e) {
      refuse(request, e, request.startNanos());
    } catch (TimeoutException e) {
      if (responder.begun()) {
        throw e;
      }
      refuse(request, MalformedRequest.late("body"), request.startNanos());
    } catch (ClientGoneException e) {
      if (!responder.begun()) {
        complete(request, CLIENT_LEFT, HeaderList.of(), true, request.startNanos());
      }
      throw e;
    } finally {
      context.counters().requestsRunning().add(-1);
    }
    return null;
  }

  /**
   * Answers a request that cannot be served.
   *
   * @param request null where its head was malformed or never came whole
   * @param start of its head, in nanoseconds of {@link System#nanoTime()}
   */
  public void refuse(@Nullable AbstractRequest request, MalformedRequest why, long start)
      throws IOException {
    Response response = Response.of(why.status()).text(PLAIN, why.getMessage() + "\n");
    try {
      responder.refuse(response);
    } finally {
      complete(request, why.status().code(), response.headers(), false, start);
    }
  }

  private void answer(AbstractRequest request) throws IOException {
    if (request.contentLength() > context.settings().maxBodySize()) {
      throw MalformedRequest.tooLong(context.settings().maxBodySize());
    }
    WatchedCall call = context.watch() == null ? null : new WatchedCall(request);
    if (context.pool() == null) {
      send(request, ask(request, call));
    } else {
      answerOn(context.pool(), request, call);
    }
  }

  /** The response to send; that of a late app is not. */
  private Response ask(AbstractRequest request, @Nullable WatchedCall call) throws IOException {
    Response response = call == null ? Answer.of(context.app(), request) : askInTime(request, call);
    Thread.interrupted();
    if (request.isLate()) {
      return response; // Whatever kept it from being read.
    }
    IOException failure = responder.requestFailure();
    if (failure != null) {
      discard(response, failure);
      throw failure; // Whatever the app made of it, the rest of the request cannot be read.
    }
    if (request.opensTunnel() && response.status().code() / 100 == 2) {
      var why = new MalformedRequest(Status.NOT_IMPLEMENTED, "There is no WebSocket here.");
      discard(response, why);
      throw why;
    }
    return response;
  }

  private Response askInTime(AbstractRequest request, WatchedCall call) throws IOException {
    CallWatch watch = Objects.requireNonNull(context.watch());
    Response response = null;
    boolean answered;
    watch.begin(call, System.nanoTime());
    try {
      response = Answer.of(context.app(), request);
    } catch (TimeoutException e) {
      if (!request.isLate()) {
        throw e;
      }
    } finally {
      answered = watch.end(call);
    }
    if (response != null && !request.isLate()) {
      return response;
    }
    var why = new LateAnswerException();
    discard(response, why);
    if (answered) {
      throw why; // Nobody waits for it: see answerOn.
    }
    request.expireReads(false);
    return TOO_LATE;
  }

  private void answerOn(ThreadPool pool, AbstractRequest request, @Nullable WatchedCall call)
      throws IOException {
    try {
      Callable<@Nullable Response> task =
          () -> CurrentRequest.during(request, () -> answerOnPool(request, call));
      Response response =
          call == null ? pool.call(task) : pool.call(task, () -> call.giveUp(System.nanoTime()));
      if (response != null) {
        send(request, response);
      }
    } catch (TaskAbandonedException e) {
      // The app may still read the request, so no other can follow on this connection.
      var why = new MalformedRequest(Status.SERVICE_UNAVAILABLE, LATE);
      refuse(request, why, request.startNanos());
    } catch (PoolFullException e) {
      request.logger().warn("{} {}: {}", request.method(), request.path(), e.getMessage());
      send(request, BUSY);
    } catch (ExecutionException e) {
      rethrow(e.getCause());
    }
  }

  /** Where code of the app makes the body, that runs here too, and null is returned. */
  private @Nullable Response answerOnPool(AbstractRequest request, @Nullable WatchedCall call)
      throws IOException {
    IOException failure = responder.requestFailure();
    if (failure != null) {
      throw failure; // The client left while the request waited for a thread.
    }
    Response response = ask(request, call);
    Body body = response.body();
    if (body instanceof Body.Bytes
        || body instanceof Body.FileRegion
        || body instanceof Body.OpenFile) {
      return response;
    }
    send(request, response);
    return null;
  }

  private static void rethrow(@Nullable Throwable thrown) throws IOException {
    switch (thrown) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> throw new IllegalStateException("a thread of the pool failed", thrown);
    }
  }

  private void send(AbstractRequest request, Response response) throws IOException {
    Response sent = response;
    boolean whole = false;
    try {
      responder.send(response);
      whole = true;
    } catch (ClientGoneException | TimeoutException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (responder.begun()) {
        request
            .logger()
            .error("{} {}: the response broke off", request.method(), request.path(), e);
        responder.breakOff();
        throw new BodyFailedException("the body could not be made", e);
      }
      request.logger().error("{} {} failed", request.method(), request.path(), e);
      sent = Answer.failure(request);
      responder.refuse(sent);
      whole = true;
    } finally {
      if (whole || responder.begun()) {
        complete(request, sent.status().code(), sent.headers(), !whole, request.startNanos());
      }
    }
  }

  /** Closes what a response that is not sent holds open. */
  private static void discard(@Nullable Response response, IOException why) {
    try {
      if (response != null) {
        response.discard();
      }
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private void complete(
      @Nullable AbstractRequest request,
      int status,
      Headers headers,
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
                request == null ? remoteAddress : request.remoteAddress(),
                status,
                headers,
                request == null ? 0 : request.bytesIn() + responder.bytesIn(),
                responder.bytesOut(),
                nanos,
                disconnected,
                null));
  }
}
