package mirror;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import net.brim.api.Conf;
import net.brim.api.Headers;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;

/** Answers each request with what it was read as. */
public final class Mirror implements HttpApp {

  public Mirror(String name, Conf conf, HttpApp next) {}

  @Override
  public Response handle(Request request) throws Exception {
    byte[] body = request.body().readAllBytes();
    var image = new LinkedHashMap<String, Object>();
    image.put("method", request.method());
    image.put("target", request.target());
    image.put("version", request.protocol().substring("HTTP/".length()));
    image.put("headers", fields(request.headers()));
    image.put("body_base64", Base64.getEncoder().encodeToString(body));
    image.put("trailers", fields(request.trailers()));
    return Response.bytes("application/json", request.json().write(image));
  }

  private static List<List<String>> fields(Headers headers) {
    var fields = new ArrayList<List<String>>();
    headers.forEach((name, value) -> fields.add(List.of(name.toUpperCase(Locale.ROOT), value)));
    return fields;
  }
}
