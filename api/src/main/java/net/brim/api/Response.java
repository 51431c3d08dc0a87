package net.brim.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * An immutable response: status, header fields and body.
 *
 * <p>The server adds {@code Date}, {@code Server}, the framing of the body ({@code Content-Length}
 * or chunks) and {@code Connection}; an app's own {@code Content-Length} is believed only where the
 * server cannot know better.
 */
public final class Response {

  private final Status status;
  private final HeaderList headers;
  private final Body body;
  private final boolean compressible;

  private Response(Status status, HeaderList headers, Body body, boolean compressible) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.compressible = compressible;
  }

  /** A response of that status, with neither fields nor body. */
  public static Response of(Status status) {
    return new Response(status, HeaderList.of(), Body.EMPTY, false);
  }

  /** 200 with {@code text} in UTF-8 as {@code text/plain}. */
  public static Response text(String text) {
    return of(Status.OK).text("text/plain; charset=utf-8", text);
  }

  /** 200 with {@code bytes} of that media type. */
  public static Response bytes(String contentType, byte[] bytes) {
    return of(Status.OK).header("Content-Type", contentType).body(bytes);
  }

  /** The status. */
  public Status status() {
    return status;
  }

  /** The fields that the app set. */
  public HeaderList headers() {
    return headers;
  }

  /** The body. */
  public Body body() {
    return body;
  }

  /** Whether the app said that this response may be compressed. */
  public boolean compressible() {
    return compressible;
  }

  /** This response with another status. */
  public Response status(Status other) {
    return new Response(other, headers, body, compressible);
  }

  /**
   * This response with one more header field.
   *
   * @throws IllegalArgumentException where the field could not be sent as it is
   */
  public Response header(String name, String value) {
    return new Response(status, headers.with(name, value), body, compressible);
  }

  /** This response with other header fields. */
  public Response headers(HeaderList others) {
    return new Response(status, others, body, compressible);
  }

  /** This response with that body; the array must not be changed afterwards. */
  public Response body(byte[] bytes) {
    return body(new Body.Bytes(bytes));
  }

  /** This response with {@code text} in UTF-8, of that media type. */
  public Response text(String contentType, String text) {
    return new Response(
        status,
        headers.with("Content-Type", contentType),
        new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)),
        compressible);
  }

  /** This response with a part of a file. */
  public Response body(Path file, long offset, long length) {
    return body(new Body.FileRegion(file, offset, length));
  }

  /** This response with what {@code stream} gives until its end; the server closes it. */
  public Response body(InputStream stream) {
    return body(new Body.Stream(stream, -1));
  }

  /** This response with what {@code writer} writes; each flush of its stream reaches the client. */
  public Response body(Body.Output writer) {
    return body(new Body.Writer(writer));
  }

  /** This response with that body. */
  public Response body(Body other) {
    return new Response(status, headers, other, compressible);
  }

  /**
   * This response as one that a compressing app of the pipeline may compress.
   *
   * <p>Not for a response that holds both a secret, such as a token against forged requests, and
   * text that someone else may choose, such as a search term: its compressed length would tell the
   * secret, bit by bit, to who watches the connection (the BREACH attack).
   */
  public Response asCompressible() {
    return new Response(status, headers, body, true);
  }

  /**
   * Closes what the body holds open; for who answers with another response in place of this one.
   *
   * @throws IOException where that fails
   */
  public void discard() throws IOException {
    if (body instanceof Body.Stream stream) {
      stream.stream().close();
    } else if (body instanceof Body.OpenFile open) {
      open.file().close();
    }
  }

  @Override
  public String toString() {
    return status + "\n" + headers + "\n" + body;
  }
}
