package net.brim.server.apps;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import net.brim.api.HeaderList;
import net.brim.api.JsonCodec;
import net.brim.api.Request;
import net.brim.api.Server;
import net.brim.api.Stats;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** Requests that know what the built-in apps ask for. */
final class FakeRequest {

  final Map<String, Long> stats = new HashMap<>();
  private final Map<String, Object> answers = new HashMap<>();

  FakeRequest(String path) {
    answers.put("path", path);
    answers.put("target", path);
    answers.put("mountPath", "");
    answers.put("scheme", "https");
    answers.put("method", "GET");
    answers.put("headers", HeaderList.of());
    answers.put("logger", NOPLogger.NOP_LOGGER);
    answers.put("body", new ByteArrayInputStream(new byte[0]));
    answers.put(
        "stats",
        fake(
            Stats.class, (method, arguments) -> stats.merge((String) arguments[0], 1L, Long::sum)));
    answers.put("server", fake(Server.class, (method, arguments) -> Map.of("start_time", 7L)));
    answers.put(
        "json",
        fake(
            JsonCodec.class,
            (method, arguments) -> arguments[0].toString().getBytes(StandardCharsets.UTF_8)));
  }

  FakeRequest header(String name, String value) {
    answers.put("headers", ((HeaderList) answers.get("headers")).with(name, value));
    return this;
  }

  /** A request for that target, whose path is decoded as the server does it. */
  static FakeRequest to(String target) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    var request = new FakeRequest(URLDecoder.decode(path, StandardCharsets.UTF_8));
    request.answers.put("target", target);
    return mark < 0 ? request : request.query(target.substring(mark + 1));
  }

  FakeRequest method(String method) {
    answers.put("method", method);
    return this;
  }

  FakeRequest scheme(String scheme) {
    answers.put("scheme", scheme);
    return this;
  }

  FakeRequest logger(Logger logger) {
    answers.put("logger", logger);
    return this;
  }

  /** Who an app said the user is. */
  @Nullable String user() {
    return (String) answers.get("user");
  }

  FakeRequest query(String query) {
    answers.put("query", query);
    return this;
  }

  FakeRequest body(String body) {
    answers.put("body", new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  Request request() {
    return fake(
        Request.class,
        (method, arguments) ->
            method.equals("user") && arguments != null
                ? answers.put("user", arguments[0])
                : answers.get(method));
  }

  /** This one with another path, where the server would not decode it from the whole target. */
  Request request(String path) {
    answers.put("path", path);
    return request();
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object value = answer.to(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : value;
            }));
  }
}
