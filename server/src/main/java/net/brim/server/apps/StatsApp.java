package net.brim.server.apps;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.HttpException;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for one path with the statistics of the server in JSON; {@code jsonp} or {@code
 * callback} in the query wraps them in a call of that JavaScript function.
 */
public final class StatsApp implements HttpApp.Factory<String> {

  private static final Pattern FUNCTION =
      Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*");
  private static final int LONGEST_FUNCTION = 128;

  /** For {@code call}. */
  public StatsApp() {}

  @Override
  public String parseConf(String name, Conf conf) {
    return Paths.parse(name, conf, "/stats");
  }

  @Override
  public HttpApp create(String name, String path, HttpApp next) {
    return request -> request.path().equals(path) ? report(request) : next.handle(request);
  }

  private static Response report(Request request) {
    String function = function(request.query());
    byte[] json = request.json().write(request.server().stats());
    return function == null
        ? Response.bytes("application/json", json)
        : Response.of(Status.OK)
            .text(
                "application/javascript; charset=utf-8",
                function + "(" + new String(json, StandardCharsets.UTF_8) + ")")
            .header("X-Content-Type-Options", "nosniff");
  }

  private static @Nullable String function(@Nullable String query) {
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith("jsonp=") || pair.startsWith("callback=")) {
        return checked(pair.substring(pair.indexOf('=') + 1));
      }
    }
    return null;
  }

  private static String checked(String encoded) {
    String function = decode(encoded);
    if (function.length() > LONGEST_FUNCTION || !FUNCTION.matcher(function).matches()) {
      throw new HttpException(
          Status.BAD_REQUEST, "The callback must be the plain name of a JavaScript function.\n");
    }
    return function;
  }

  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
