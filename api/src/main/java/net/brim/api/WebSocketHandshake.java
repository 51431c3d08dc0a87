package net.brim.api;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Judges the handshake of a client that wants a WebSocket (RFC 6455, section 4.2; RFC 8441). */
final class WebSocketHandshake {

  private static final String VERSION = "13";
  private static final int KEY_LENGTH = 16;

  private final Request request;
  private final WebSocketOptions options;

  private WebSocketHandshake(Request request, WebSocketOptions options) {
    this.request = request;
    this.options = options;
  }

  /** The response that opens the socket, or one that says why there is none. */
  static Response answer(Request request, WebSocketOptions options, WebSocket.Handler handler) {
    var handshake = new WebSocketHandshake(request, options);
    try {
      return handshake.accept(handler);
    } catch (HttpException e) {
      return e.response();
    }
  }

  private Response accept(WebSocket.Handler handler) {
    checkUpgrade();
    checkVersion();
    checkRequest();
    checkOrigin();
    String protocol = protocol();
    Response response =
        Response.of(Status.SWITCHING_PROTOCOLS).body(new Body.Upgrade(handler, options, protocol));
    return protocol == null ? response : response.header("Sec-WebSocket-Protocol", protocol);
  }

  private void checkUpgrade() {
    if (!request.offersUpgrade("websocket")) {
      throw upgradeRequired("This is a WebSocket: the request must ask for the upgrade to it.\n");
    }
  }

  private void checkVersion() {
    if (!request.headers().all("Sec-WebSocket-Version").equals(List.of(VERSION))) {
      throw upgradeRequired("Only version 13 of the WebSocket protocol is spoken here.\n");
    }
  }

  private void checkRequest() {
    boolean http1 = request.protocol().startsWith("HTTP/1");
    if (!request.method().equals(http1 ? "GET" : "CONNECT")) {
      throw malformed("A WebSocket handshake is a GET request.\n");
    }
    if (request.contentLength() != 0 && http1) {
      throw malformed("A WebSocket handshake has no body.\n");
    }
    if (http1 && !hasKey()) {
      throw malformed("Sec-WebSocket-Key is not 16 bytes in base64.\n");
    }
  }

  private boolean hasKey() {
    List<String> keys = request.headers().all("Sec-WebSocket-Key");
    try {
      return keys.size() == 1
          && keys.getFirst().length() == 24
          && Base64.getDecoder().decode(keys.getFirst()).length == KEY_LENGTH;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void checkOrigin() {
    List<String> sent = request.headers().all("Origin");
    if (sent.isEmpty()) {
      return; // no browser
    }
    String origin = sent.getFirst().toLowerCase(Locale.ROOT);
    boolean allowed =
        sent.size() == 1
            && (sameHost(origin)
                || options.origins().stream()
                    .anyMatch(each -> each.equals("*") || each.equalsIgnoreCase(origin)));
    if (!allowed) {
      throw new HttpException(
          Status.FORBIDDEN, "Pages of that origin may not open this WebSocket.\n");
    }
  }

  /** The scheme is not compared: behind a proxy that ends TLS, we do not know it. */
  private boolean sameHost(String origin) {
    int authority = origin.indexOf("://");
    if (authority < 0) {
      return false; // "null"
    }
    String port = origin.startsWith("https:") ? ":443" : ":80";
    String host = request.host().toLowerCase(Locale.ROOT);
    return withoutPort(origin.substring(authority + 3), port).equals(withoutPort(host, port));
  }

  private static String withoutPort(String host, String port) {
    return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
  }

  private @Nullable String protocol() {
    var offered = new HashSet<String>();
    for (String field : request.headers().all("Sec-WebSocket-Protocol")) {
      for (String name : field.split(",", -1)) {
        if (!Tokens.isToken(name.strip()) || !offered.add(name.strip())) {
          throw malformed("Sec-WebSocket-Protocol is not a list of different names.\n");
        }
      }
    }
    return options.protocols().stream().filter(offered::contains).findFirst().orElse(null);
  }

  private static HttpException malformed(String text) {
    return new HttpException(Status.BAD_REQUEST, text);
  }

  private static HttpException upgradeRequired(String text) {
    return new HttpException(
        Response.of(Status.UPGRADE_REQUIRED)
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Version", VERSION)
            .text("text/plain; charset=utf-8", text));
  }
}
