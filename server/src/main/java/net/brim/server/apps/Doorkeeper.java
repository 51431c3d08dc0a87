package net.brim.server.apps;

import java.util.concurrent.atomic.AtomicBoolean;
import net.brim.api.HttpApp;
import net.brim.api.HttpException;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;

/** The app that {@link BasicAuth} makes. */
final class Doorkeeper implements HttpApp {

  private static final String PLAIN = "text/plain; charset=utf-8";

  private static final Response UNAVAILABLE =
      Response.of(Status.SERVICE_UNAVAILABLE)
          .header("Retry-After", "5")
          .text(PLAIN, "Nobody can be let in at the moment; try again.\n");

  private static final Response BUSY =
      Response.of(Status.SERVICE_UNAVAILABLE)
          .header("Retry-After", "2")
          .text(PLAIN, "Too many passwords are being checked; try again.\n");

  private final Response challenge;
  private final UserFile file;
  private final PasswordCheck passwords;
  private final HttpApp next;
  private final AtomicBoolean warned = new AtomicBoolean();

  Doorkeeper(String realm, UserFile file, PasswordCheck passwords, HttpApp next) {
    String quoted = realm.replace("\\", "\\\\").replace("\"", "\\\"");
    this.challenge =
        new HttpException(Status.UNAUTHORIZED)
            .response()
            .header("WWW-Authenticate", "Basic realm=\"" + quoted + "\", charset=\"UTF-8\"");
    this.file = file;
    this.passwords = passwords;
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws Exception {
    warnOfPlainHttp(request);
    String field = request.headers().get("Authorization");
    Credentials credentials = field == null ? null : Credentials.parse(field);
    if (credentials == null) {
      return challenge;
    }
    Users users = file.current();
    return users == null ? UNAVAILABLE : answer(request, users, credentials);
  }

  private Response answer(Request request, Users users, Credentials credentials) throws Exception {
    return switch (passwords.check(users, credentials)) {
      case WRONG -> challenge;
      case BUSY -> busy(request);
      case RIGHT -> {
        request.user(credentials.shownUser());
        yield next.handle(request);
      }
    };
  }

  private static Response busy(Request request) {
    request
        .logger()
        .warn("{} {}: too many passwords wait to be checked", request.method(), request.path());
    return BUSY;
  }

  private void warnOfPlainHttp(Request request) {
    if (request.scheme().equals("http") && !warned.getAndSet(true)) {
      request
          .logger()
          .warn(
              "Basic authentication over plain HTTP: whoever sees the traffic reads the passwords;"
                  + " use HTTPS, or a proxy that has it and says so (X-Forwarded-Proto)");
    }
  }
}
