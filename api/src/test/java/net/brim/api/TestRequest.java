package net.brim.api;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Requests that know their method, path and header fields. */
final class TestRequest {

  private TestRequest() {}

  /**
   * A request.
   *
   * @param fields names and values in turn
   */
  static Request of(String method, String target, String path, String... fields) {
    HeaderList headers = HeaderList.of();
    for (int i = 0; i < fields.length; i += 2) {
      headers = headers.with(fields[i], fields[i + 1]);
    }
    var answers =
        Map.<String, Object>of(
            "method", method, "target", target, "path", path, "headers", headers);
    return (Request)
        Proxy.newProxyInstance(
            Request.class.getClassLoader(),
            new Class<?>[] {Request.class},
            (proxy, called, arguments) -> {
              Object answer = answers.get(called.getName());
              if (answer == null && called.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, called, arguments);
              }
              return answer;
            });
  }

  static Request get(String... fields) {
    return of("GET", "/", "/", fields);
  }
}
