package net.brim.engine.http2;

import io.netty.handler.codec.http2.Http2Error;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import net.brim.api.Body;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.engine.http.AbstractResponder;
import net.brim.engine.http.BodyFailedException;
import net.brim.engine.http.Conversation;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.RequestBody;
import net.brim.engine.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * Sends responses, each on the stream of its request.
 *
 * <pre>
 *   answering(stream, head, body) ──► send or refuse ──► answering(…) …
 *   answering(stream), of which the head was refused ──► refuse ──► answering(…) …
 * </pre>
 */
final class Http2Responder extends AbstractResponder {

  private static final int FILE_PIECE = 32 * 1024;

  private final ResponseFields fields;
  private final Duration timeout;
  private @Nullable Http2Stream stream;
  private @Nullable RequestHead request;
  private @Nullable RequestBody requestBody;

  Http2Responder(HttpSettings settings) {
    this.fields = new ResponseFields(settings.serverHeader());
    this.timeout = settings.timeout();
  }

  /** Says which request the response is for. */
  void answering(Http2Stream onStream, RequestHead head, RequestBody body) {
    answering(onStream);
    request = head;
    requestBody = body;
  }

  /** Says which stream a refusal is for. */
  void answering(Http2Stream onStream) {
    begin();
    stream = onStream;
    request = null;
    requestBody = null;
  }

  @Override
  public void send(Response response) throws IOException {
    write(response);
    stream().end();
  }

  /** A head that breaks the rules of HTTP/2 is answered with a reset; a closed stream, not. */
  @Override
  public void refuse(Response response) throws IOException {
    if (stream().refusal() instanceof BrokenHead) {
      stream().abort(Http2Error.PROTOCOL_ERROR);
    } else if (stream().failure() == null) {
      send(response);
    }
  }

  @Override
  public void breakOff() {
    stream().abort(Http2Error.INTERNAL_ERROR);
  }

  @Override
  public @Nullable IOException requestFailure() {
    IOException failure = requestBody == null ? null : requestBody.failure();
    return failure == null ? stream().failure() : failure;
  }

  @Override
  protected boolean answersHead() {
    return request != null && request.method().equals("HEAD");
  }

  @Override
  protected void writeHead(Response response, long length) throws IOException {
    int code = response.status().code();
    boolean framed = code != 204 && code != 304 && (length >= 0 || code == 205);
    stream().send(fields.of(response, framed ? announced(response, length) : -1));
  }

  /** Gives the stream to a WebSocket, and ends with it (RFC 8441, section 5). */
  @Override
  protected Conversation upgrade(Response response, Body.Upgrade body) throws IOException {
    if (request == null || request.protocol() == null) {
      throw new BodyFailedException("a WebSocket answers a request that is no handshake");
    }
    stream().send(fields.of(response.status(Status.OK), -1));
    return new Session(stream(), body, timeout);
  }

  @Override
  protected void writeContent(byte[] bytes, int offset, int count) throws IOException {
    stream().write(bytes, offset, count);
  }

  @Override
  protected void writeContent(byte[] bytes) throws IOException {
    stream().write(bytes);
  }

  @Override
  protected void writeContent(FileChannel file, long offset, long length) throws IOException {
    try (file) {
      long end = offset + length;
      for (long at = offset; at < end; ) {
        byte[] piece = new byte[(int) Math.min(FILE_PIECE, end - at)];
        ByteBuffer room = ByteBuffer.wrap(piece);
        while (room.hasRemaining()) {
          if (file.read(room, at + room.position()) < 0) {
            throw new EOFException("the file became shorter while it was sent");
          }
        }
        stream().write(piece);
        at += piece.length;
      }
    }
  }

  /** What was written is on its way as soon as this thread gives way. */
  @Override
  protected void flush() throws IOException {
    stream().awaitWritable();
  }

  /** The end is told when the exchange is done with the response. */
  @Override
  protected void endContent() {}

  private Http2Stream stream() {
    if (stream == null) {
      throw new IllegalStateException("no request is being answered");
    }
    return stream;
  }
}
