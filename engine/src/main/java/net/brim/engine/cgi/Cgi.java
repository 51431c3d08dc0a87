package net.brim.engine.cgi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import net.brim.engine.http.Exchange;
import net.brim.engine.http.FixedBody;
import net.brim.engine.http.HttpContext;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http.RequestBody;

/**
 * CGI: one request, from the environment and standard input to standard output (RFC 3875).
 *
 * <p>How long it may take is the web server's to say: it started us and ends us.
 */
public final class Cgi {

  private static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
  private static final CgiRequest.Link LINK = new CgiRequest.Link(NOWHERE, NOWHERE, null);

  private final HttpContext context;

  /** A program that answers with the app of that context. */
  public Cgi(HttpContext context) {
    this.context = context;
  }

  /**
   * Answers the request; false where the response did not go out whole.
   *
   * @param environment the meta-variables as {@code name=value}, each ended by a NUL
   */
  public boolean answer(byte[] environment, InputStream in, OutputStream out) {
    var responder = new StreamResponder(out);
    var exchange = new Exchange(context, NOWHERE, responder);
    try {
      answer(environment, in, responder, exchange);
      responder.flush();
      return !responder.broken();
    } catch (IOException e) {
      context.logger().error("the response did not go out whole", e);
      return false;
    }
  }

  private void answer(
      byte[] environment, InputStream in, StreamResponder responder, Exchange exchange)
      throws IOException {
    long start = System.nanoTime();
    HttpSettings settings = context.settings();
    CgiHead head;
    try {
      if (environment.length > CgiHead.mostBytes(settings)) {
        throw CgiHead.tooLong(settings);
      }
      head = CgiHead.of(variables(environment), settings);
    } catch (MalformedRequest e) {
      exchange.refuse(null, e, start);
      return;
    }
    // Without a length there is no body, as the RFC has it.
    RequestBody body =
        new FixedBody(new StreamSource(in), settings, null, Math.max(0, head.contentLength()));
    responder.answering(head, body);
    exchange.serve(new CgiRequest(context, LINK, head, body, start));
  }

  private static CgiVariables variables(byte[] environment) throws MalformedRequest {
    var variables = new CgiVariables();
    String text = new String(environment, StandardCharsets.ISO_8859_1);
    for (String line : text.split("\0", -1)) {
      int equals = line.indexOf('=');
      // The environment has more than meta-variables in it, and all sorts of names.
      if (equals > 0 && isName(line, equals)) {
        variables.add(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return variables;
  }

  private static boolean isName(String line, int end) {
    for (int i = 0; i < end; i++) {
      char c = line.charAt(i);
      if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_') {
        return false;
      }
    }
    return true;
  }
}
