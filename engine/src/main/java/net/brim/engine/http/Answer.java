package net.brim.engine.http;

import java.util.Objects;
import net.brim.api.HttpApp;
import net.brim.api.HttpException;
import net.brim.api.LogLevel;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.TimeoutException;

/** Asks an app for its response, whatever it does. */
public final class Answer {

  private Answer() {}

  /**
   * The response of {@code app}: its own, that of the {@link HttpException} it threw, or a 500.
   *
   * @throws ClientGoneException where the client left while the app read the body
   * @throws TimeoutException where the client stopped sending the body
   * @throws MalformedRequest where the body turned out to be malformed
   */
  public static Response of(HttpApp app, Request request)
      throws ClientGoneException, TimeoutException, MalformedRequest {
    try {
      return Objects.requireNonNull(app.handle(request), "the app gave no response");
    } catch (HttpException e) {
      return e.response();
    } catch (ClientGoneException | TimeoutException | MalformedRequest e) {
      throw e;
    } catch (Exception e) {
      if (request instanceof AbstractRequest own && own.isLate()) {
        request.logger().debug("{} {} was interrupted", request.method(), request.path(), e);
        return failure(request); // Nobody will see it: the client gets a 503.
      }
      request.logger().error("{} {} failed", request.method(), request.path(), e);
      return failure(request);
    } catch (Throwable e) {
      // An Error may be as harmless as a missing class of one app, so that others go on being
      // served.
      request
          .logger()
          .error(LogLevel.CRITICAL, "{} {} failed", request.method(), request.path(), e);
      return failure(request);
    }
  }

  /** What a client is told of a fault of ours. */
  static Response failure(Request request) {
    return Response.of(Status.INTERNAL_SERVER_ERROR)
        .text(
            "text/plain; charset=utf-8", "500 Internal Server Error, txn " + request.txn() + "\n");
  }
}
