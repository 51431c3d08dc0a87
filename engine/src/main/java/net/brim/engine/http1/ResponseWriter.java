package net.brim.engine.http1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import net.brim.api.Body;
import net.brim.api.HeaderList;
import net.brim.api.Response;
import net.brim.engine.http.BodyFailedException;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.Responder;
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
 *   begin() ──► answering(head, body) ──► send or refuse ──► keepAlive()? ──► begin() …
 *      └──────────── refuse: the head was malformed ───────► the connection ends
 * </pre>
 */
final class ResponseWriter implements Responder {

  private static final int COPY_SIZE = 16 * 1024;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final HeadWriter head;
  private final Duration timeout;
  private @Nullable RequestHead request;
  private @Nullable RequestBody requestBody;
  private long bytesIn;
  private long bytesOut;
  private boolean begun;
  private boolean keepAlive;
  private boolean delimited;

  ResponseWriter(Connection connection, HttpSettings settings) {
    this.connection = connection;
    this.head = new HeadWriter(settings.serverHeader());
    this.timeout = settings.timeout();
  }

  /** Forgets the response before; of the next request, nothing is known. */
  void begin() {
    begun = false;
    keepAlive = false;
    bytesIn = 0;
    bytesOut = 0;
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
    if (begun) {
      return; // It would be taken for a part of the response; the client sees that we answer.
    }
    connection.write(CONTINUE);
    connection.flush();
  }

  /** Whether the client was told that the connection goes on. */
  boolean keepAlive() {
    return keepAlive;
  }

  @Override
  public long bytesOut() {
    return bytesOut;
  }

  @Override
  public long bytesIn() {
    return bytesIn;
  }

  @Override
  public boolean begun() {
    return begun;
  }

  /** Where only its end delimits the response, the connection must not end as it would then. */
  @Override
  public void breakOff() {
    keepAlive = false;
    if (!delimited) {
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
            && !connection.draining()
            && !response.headers().hasToken("Connection", "close");
    write(response);
  }

  @Override
  public void refuse(Response response) throws IOException {
    keepAlive = false;
    write(response);
  }

  private void write(Response response) throws IOException {
    if (response.body() instanceof Body.Upgrade upgrade) {
      upgrade(response, upgrade);
      return;
    }
    if (response.status().code() < 200) {
      throw new BodyFailedException(response.status().code() + " is not a final status");
    }
    // No switch on types: linking one would take the first request some ten milliseconds.
    Body body = response.body();
    if (body instanceof Body.Bytes bytes) {
      writeBytes(response, bytes);
    } else if (body instanceof Body.FileRegion region) {
      writeFile(response, region);
    } else if (body instanceof Body.Stream stream) {
      writeStream(response, stream);
    } else {
      writeOutput(response, (Body.Writer) body);
    }
  }

  private void writeBytes(Response response, Body.Bytes body) throws IOException {
    writeHead(response, body.bytes().length);
    if (hasContent(response)) {
      connection.write(body.bytes());
      bytesOut = body.bytes().length;
    }
  }

  private void writeStream(Response response, Body.Stream body) throws IOException {
    try (InputStream stream = body.stream()) {
      if (hasContent(response)) {
        copy(stream, contentStream(response, body.length()));
      } else {
        writeHead(response, body.length());
      }
    }
  }

  private void writeOutput(Response response, Body.Writer body) throws IOException {
    if (!hasContent(response)) {
      writeHead(response, -1);
      return;
    }
    ContentStream out = contentStream(response, -1);
    try {
      body.output().writeTo(out);
      out.end();
    } finally {
      out.shut();
    }
  }

  private void writeFile(Response response, Body.FileRegion body) throws IOException {
    if (!hasContent(response)) {
      writeHead(response, body.length());
      return;
    }
    FileChannel file = FileChannel.open(body.file(), StandardOpenOption.READ);
    boolean handedOver = false;
    try {
      if (file.size() < body.offset() + body.length()) {
        throw new BodyFailedException(
            "%s: %d bytes from %d are asked for, but it has %d"
                .formatted(body.file(), body.length(), body.offset(), file.size()));
      }
      writeHead(response, body.length());
      handedOver = true;
      connection.write(file, body.offset(), body.length());
      bytesOut = body.length();
    } finally {
      if (!handedOver) {
        file.close();
      }
    }
  }

  /** Gives the connection to a WebSocket, and ends with it. */
  private void upgrade(Response response, Body.Upgrade body) throws IOException {
    HeaderList headers = switchingHeaders(response);
    keepAlive = false;
    head.write(response.status(), headers, Framing.NONE, 0, connection.now(), null);
    begun = true;
    delimited = true;
    connection.write(head.bytes(), 0, head.length());
    connection.flush();
    var session = new Session(connection, body, timeout);
    try {
      session.serve();
    } finally {
      bytesIn = session.bytesRead();
      bytesOut = session.bytesSent();
    }
  }

  /** Whatever apps made of each other's responses: only a client that asked for it is upgraded. */
  private HeaderList switchingHeaders(Response response) throws BodyFailedException {
    String key =
        request != null && request.offersUpgrade("websocket")
            ? request.fields().get("Sec-WebSocket-Key")
            : null;
    if (response.status().code() != 101
        || key == null
        || requestBody == null
        || !requestBody.finished()) {
      throw new BodyFailedException(
          "a WebSocket of status "
              + response.status().code()
              + " is no answer to a request that is no handshake");
    }
    return response
        .headers()
        .replace("Upgrade", "websocket")
        .replace("Sec-WebSocket-Accept", Handshake.accept(key));
  }

  private void writeHead(Response response, long length) throws IOException {
    int code = response.status().code();
    boolean http10 = request != null && request.minorVersion() == 0;
    Framing framing = framing(code, length, http10);
    keepAlive &= framing != Framing.CLOSE;
    long announced =
        request != null && request.method().equals("HEAD") && length == 0
            ? ownLength(response.headers())
            : code == 205 ? 0 : length;
    head.write(
        response.status(),
        response.headers(),
        framing,
        announced,
        connection.now(),
        keepAlive ? (http10 ? Boolean.TRUE : null) : Boolean.FALSE);
    begun = true;
    delimited = framing != Framing.CLOSE;
    connection.write(head.bytes(), 0, head.length());
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

  /** Whether a response to that request has content at all (RFC 9110, section 6.4.1). */
  private boolean hasContent(Response response) {
    int code = response.status().code();
    return code != 204
        && code != 205
        && code != 304
        && (request == null || !request.method().equals("HEAD"));
  }

  /** What an app that answers HEAD by itself says of the body that GET would have. */
  private static long ownLength(HeaderList headers) {
    String own = headers.get("Content-Length");
    if (own == null || own.isEmpty() || own.length() > 18) {
      return 0;
    }
    for (int i = 0; i < own.length(); i++) {
      if (own.charAt(i) < '0' || own.charAt(i) > '9') {
        return 0;
      }
    }
    return Long.parseLong(own);
  }

  /** The head goes out with the first of the content: what fails before it gets a 500. */
  private ContentStream contentStream(Response response, long length) {
    boolean chunked = length < 0 && (request == null || request.minorVersion() > 0);
    return new ContentStream(
        connection, () -> writeHead(response, length), length, chunked, count -> bytesOut += count);
  }

  private static void copy(InputStream from, ContentStream to) throws IOException {
    byte[] buffer = new byte[COPY_SIZE];
    for (int read; (read = from.read(buffer)) >= 0; ) {
      to.write(buffer, 0, read);
      if (from.available() == 0) {
        to.flush();
      }
    }
    to.end();
  }
}
