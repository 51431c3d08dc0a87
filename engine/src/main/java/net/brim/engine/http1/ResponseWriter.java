package net.brim.engine.http1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import net.brim.api.Body;
import net.brim.api.HeaderList;
import net.brim.api.Response;
import net.brim.engine.http1.HeadWriter.Framing;
import net.brim.engine.hub.Connection;
import org.jspecify.annotations.Nullable;

/** Sends responses over one connection, each framed for the request that it answers. */
final class ResponseWriter {

  private static final int COPY_SIZE = 16 * 1024;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final HeadWriter head;
  private long bytesOut;
  private boolean begun;
  private boolean delimited;

  ResponseWriter(Connection connection, String serverHeader) {
    this.connection = connection;
    this.head = new HeadWriter(serverHeader);
  }

  /** How many bytes of the current response's body were written. */
  long bytesOut() {
    return bytesOut;
  }

  /** Whether the head of the current response was written. */
  boolean begun() {
    return begun;
  }

  /** Whether the current response tells its own end, so that one that breaks off shows. */
  boolean delimited() {
    return delimited;
  }

  /** Forgets the response before. */
  void begin() {
    begun = false;
    bytesOut = 0;
  }

  /** Tells the client to go on with the body it announced. */
  void sendContinue() throws IOException {
    if (begun) {
      return; // It would be taken for a part of the response; the client sees that we answer.
    }
    connection.write(CONTINUE);
    connection.flush();
  }

  /**
   * Sends a response whole.
   *
   * @param request null for one that was malformed
   * @param keepAlive whether the connection may go on
   * @return whether it does: a body of unknown length ends it for HTTP/1.0
   * @throws IOException where the client has gone, or where the body could not be made: the
   *     connection must end
   */
  boolean write(@Nullable RequestHead request, Response response, boolean keepAlive)
      throws IOException {
    // No switch on types: linking one would take the first request some ten milliseconds.
    Body body = response.body();
    if (body instanceof Body.Bytes bytes) {
      return writeBytes(request, response, bytes, keepAlive);
    }
    if (body instanceof Body.FileRegion region) {
      return writeFile(request, response, region, keepAlive);
    }
    return body instanceof Body.Stream stream
        ? writeStream(request, response, stream, keepAlive)
        : writeOutput(request, response, (Body.Writer) body, keepAlive);
  }

  private boolean writeBytes(
      @Nullable RequestHead request, Response response, Body.Bytes body, boolean keepAlive)
      throws IOException {
    boolean goesOn = writeHead(request, response, body.bytes().length, keepAlive);
    if (hasContent(request, response)) {
      connection.write(body.bytes());
      bytesOut = body.bytes().length;
    }
    return goesOn;
  }

  private boolean writeStream(
      @Nullable RequestHead request, Response response, Body.Stream body, boolean keepAlive)
      throws IOException {
    try (InputStream stream = body.stream()) {
      boolean goesOn = writeHead(request, response, body.length(), keepAlive);
      if (hasContent(request, response)) {
        copy(stream, contentStream(request, body.length()));
      }
      return goesOn;
    }
  }

  private boolean writeOutput(
      @Nullable RequestHead request, Response response, Body.Writer body, boolean keepAlive)
      throws IOException {
    boolean goesOn = writeHead(request, response, -1, keepAlive);
    if (hasContent(request, response)) {
      ContentStream out = contentStream(request, -1);
      try {
        body.output().writeTo(out);
        out.end();
      } finally {
        out.shut();
      }
    }
    return goesOn;
  }

  private boolean writeFile(
      @Nullable RequestHead request, Response response, Body.FileRegion body, boolean keepAlive)
      throws IOException {
    if (!hasContent(request, response)) {
      return writeHead(request, response, body.length(), keepAlive);
    }
    FileChannel file = FileChannel.open(body.file(), StandardOpenOption.READ);
    boolean handedOver = false;
    try {
      if (file.size() < body.offset() + body.length()) {
        throw new BodyFailedException(
            "%s: %d bytes from %d are asked for, but it has %d"
                .formatted(body.file(), body.length(), body.offset(), file.size()));
      }
      boolean goesOn = writeHead(request, response, body.length(), keepAlive);
      handedOver = true;
      connection.write(file, body.offset(), body.length());
      bytesOut = body.length();
      return goesOn;
    } finally {
      if (!handedOver) {
        file.close();
      }
    }
  }

  private boolean writeHead(
      @Nullable RequestHead request, Response response, long length, boolean keepAlive)
      throws IOException {
    int code = response.status().code();
    if (code < 200) {
      throw new BodyFailedException(code + " cannot be the status of a final response");
    }
    boolean http10 = request != null && request.minorVersion() == 0;
    Framing framing = framing(code, length, http10);
    boolean goesOn =
        keepAlive
            && framing != Framing.CLOSE
            && !response.headers().hasToken("Connection", "close");
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
        goesOn ? (http10 ? Boolean.TRUE : null) : Boolean.FALSE);
    begun = true;
    delimited = framing != Framing.CLOSE;
    connection.write(head.bytes(), 0, head.length());
    return goesOn;
  }

  /** Closes what a response that is not sent holds open. */
  static void discard(Response response, IOException why) {
    if (response.body() instanceof Body.Stream stream) {
      try {
        stream.stream().close();
      } catch (IOException e) {
        why.addSuppressed(e);
      }
    }
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
  private static boolean hasContent(@Nullable RequestHead request, Response response) {
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

  private ContentStream contentStream(@Nullable RequestHead request, long length) {
    boolean chunked = length < 0 && (request == null || request.minorVersion() > 0);
    return new ContentStream(connection, length, chunked, count -> bytesOut += count);
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
