package net.brim.engine.http1;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.brim.api.Body;
import net.brim.api.HeaderList;
import net.brim.api.Response;
import net.brim.engine.http.AbstractResponder;
import net.brim.engine.http.BodyFailedException;
import net.brim.engine.http.Conversation;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.RequestBody;
import net.brim.engine.http1.HeadWriter.Framing;
import net.brim.engine.hub.ClientGoneException;
import net.brim.engine.hub.Connection;
import net.brim.engine.websocket.Handshake;
import net.brim.engine.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * Sends responses over one connection, each framed for the request that it answers.
 *
 * <pre>
 *   beginRequest() ──► answering(head, body) ──► send or refuse ──► keepAlive()? ──► beginRequest() …
 *      └──────────────── refuse: the head was malformed ──────────► the connection ends
 * </pre>
 */
final class ResponseWriter extends AbstractResponder {

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final HeadWriter head;
  private final Duration timeout;
  private @Nullable RequestHead request;
  private @Nullable RequestBody requestBody;
  private Framing framing = Framing.NONE;
  private boolean keepAlive;

  ResponseWriter(Connection connection, HttpSettings settings) {
    this.connection = connection;
    this.head = new HeadWriter(settings.serverHeader());
    this.timeout = settings.timeout();
  }

  /** Forgets the response before; of the next request, nothing is known. */
  void beginRequest() {
    begin();
    keepAlive = false;
    request = null;
    requestBody = null;
  }

  /** Says which request the response is for. */
  void answering(RequestHead head, RequestBody body) {
    request = head;
    requestBody = body;
  }

  /** Tells the client to go on with the body it announced. */
  void sendContinue() throws IOException {
    if (begun()) {
      return; // It would be taken for a part of the response; the client sees that we answer.
    }
    connection.write(CONTINUE);
    connection.flush();
  }

  /** Whether the client was told that the connection goes on. */
  boolean keepAlive() {
    return keepAlive;
  }

  /** Where only its end delimits the response, the connection must not end as it would then. */
  @Override
  public void breakOff() {
    keepAlive = false;
    if (framing == Framing.CLOSE) {
      connection.reset();
    }
  }

  @Override
  public @Nullable IOException requestFailure() {
    IOException failure = requestBody == null ? null : requestBody.failure();
    return failure == null && connection.gone()
        ? new ClientGoneException("before the response began")
        : failure;
  }

  @Override
  public void send(Response response) throws IOException {
    keepAlive =
        request != null
            && request.keepAlive()
            && requestBody != null
            && requestBody.worthSkipping()
            && !connection.ending()
            && !response.headers().hasToken("Connection", "close");
    write(response);
  }

  @Override
  public void refuse(Response response) throws IOException {
    keepAlive = false;
    write(response);
  }

  @Override
  protected boolean answersHead() {
    return request != null && request.method().equals("HEAD");
  }

  @Override
  protected void writeHead(Response response, long length) throws IOException {
    boolean http10 = request != null && request.minorVersion() == 0;
    framing = framing(response.status().code(), length, http10);
    keepAlive &= framing != Framing.CLOSE;
    head.write(
        response.status(),
        response.headers(),
        framing,
        announced(response, length),
        connection.now(),
        keepAlive ? (http10 ? Boolean.TRUE : null) : Boolean.FALSE);
    connection.write(head.bytes(), 0, head.length());
  }

  /** Gives the connection to a WebSocket, and ends with it. */
  @Override
  protected Conversation upgrade(Response response, Body.Upgrade body) throws IOException {
    HeaderList headers =
        response
            .headers()
            .replace("Upgrade", "websocket")
            .replace("Sec-WebSocket-Accept", Handshake.accept(key()));
    keepAlive = false;
    framing = Framing.NONE;
    head.write(response.status(), headers, framing, 0, connection.now(), null);
    connection.write(head.bytes(), 0, head.length());
    connection.flush();
    connection.converse();
    return new Session(connection, body, timeout);
  }

  /** Whatever apps made of each other's responses: only a client that asked for it is upgraded. */
  private String key() throws BodyFailedException {
    String key = request == null ? null : request.fields().get("Sec-WebSocket-Key");
    if (key == null
        || request == null
        || !request.offersUpgrade("websocket")
        || requestBody == null
        || !requestBody.finished()) {
      throw new BodyFailedException("a WebSocket answers a request that is no handshake");
    }
    return key;
  }

  private static Framing framing(int code, long length, boolean http10) {
    if (code == 204 || code == 304) {
      return Framing.NONE;
    }
    if (length >= 0 || code == 205) {
      return Framing.LENGTH;
    }
    return http10 ? Framing.CLOSE : Framing.CHUNKED;
  }

  @Override
  protected void writeContent(byte[] bytes) throws IOException {
    connection.write(bytes);
  }

  @Override
  protected void writeContent(FileChannel file, long offset, long length) throws IOException {
    connection.write(file, offset, length);
  }

  @Override
  protected void writeContent(byte[] bytes, int offset, int count) throws IOException {
    if (framing != Framing.CHUNKED) {
      connection.write(bytes, offset, count);
      return;
    }
    byte[] array = connection.room(10);
    connection.written(crlf(array, hex(count, array, connection.outboundLength())));
    connection.write(bytes, offset, count);
    array = connection.room(2);
    connection.written(crlf(array, connection.outboundLength()));
  }

  @Override
  protected void flush() throws IOException {
    connection.flush();
    connection.awaitWritable();
  }

  @Override
  protected void endContent() throws IOException {
    if (framing == Framing.CHUNKED) {
      byte[] array = connection.room(5);
      int end = connection.outboundLength();
      array[end++] = '0';
      end = crlf(array, crlf(array, end));
      connection.written(end);
    }
  }

  private static int hex(int number, byte[] into, int start) {
    int end = start;
    boolean begun = false;
    for (int shift = 28; shift >= 0; shift -= 4) {
      int digit = number >>> shift & 15;
      begun |= digit != 0 || shift == 0;
      if (begun) {
        into[end++] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
      }
    }
    return end;
  }

  private static int crlf(byte[] into, int start) {
    into[start] = '\r';
    into[start + 1] = '\n';
    return start + 2;
  }
}
