package net.brim.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import net.brim.api.Body;
import net.brim.api.HeaderList;
import net.brim.api.Response;

/**
 * What sending a response has in common in every protocol: the forms that a body comes in, and what
 * is known of a response under way. What a head looks like and how content is framed is the
 * protocol's.
 *
 * <pre>
 *   begin() ──► write(response): writeHead ──► writeContent … ──► endContent ──► begin() …
 *                                    │              └─ a stream or a writer only ─┘
 *                                    └─ no content: HEAD, 204, 205, 304
 * </pre>
 */
public abstract class AbstractResponder implements Responder {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int COPY_SIZE = 16 * 1024;
  private static final int MAX_LENGTH_DIGITS = 18;

  private long bytesIn;
  private long bytesOut;
  private boolean begun;

  /** Nothing is sent yet. */
  protected AbstractResponder() {}

  /**
   * Writes the head of a response.
   *
   * @param length of the body in bytes, -1 where it is not known
   */
  protected abstract void writeHead(Response response, long length) throws IOException;

  /** Writes a part of the content. */
  protected abstract void writeContent(byte[] bytes, int offset, int count) throws IOException;

  /** Writes a whole array that nobody will change any more, of a length that the head announced. */
  protected abstract void writeContent(byte[] bytes) throws IOException;

  /** Writes a part of a file, of a length that the head announced; closes it in any case. */
  protected abstract void writeContent(FileChannel file, long offset, long length)
      throws IOException;

  /** Has what was written reach the client, and waits where that reads too slowly. */
  protected abstract void flush() throws IOException;

  /** Called where the content of a stream or a writer is whole. */
  protected abstract void endContent() throws IOException;

  /** Whether the request is one whose response has a head only (RFC 9110, section 9.3.2). */
  protected abstract boolean answersHead();

  /** Forgets the response before. */
  protected final void begin() {
    begun = false;
    bytesIn = 0;
    bytesOut = 0;
  }

  @Override
  public final boolean begun() {
    return begun;
  }

  @Override
  public final long bytesOut() {
    return bytesOut;
  }

  @Override
  public final long bytesIn() {
    return bytesIn;
  }

  /**
   * Sends the head of a response that opens a WebSocket, and returns what goes on behind it.
   *
   * @throws BodyFailedException where the request asked for none, or the protocol has none
   */
  protected Conversation upgrade(Response response, Body.Upgrade body) throws IOException {
    throw new BodyFailedException("a WebSocket cannot be had over this protocol");
  }

  /** Writes a response in whatever form its body is. */
  protected final void write(Response response) throws IOException {
    if (response.status().code() < 200) {
      converse(response);
      return;
    }
    // No switch on types: linking one would take the first request some ten milliseconds.
    Body body = response.body();
    if (body instanceof Body.Bytes bytes) {
      writeBytes(response, bytes);
    } else if (body instanceof Body.FileRegion region) {
      writeFile(response, region);
    } else if (body instanceof Body.OpenFile open) {
      writeFile(response, open); // Who opened it knows how long it is.
    } else if (body instanceof Body.Stream stream) {
      writeStream(response, stream);
    } else if (body instanceof Body.Writer writer) {
      writeOutput(response, writer);
    } else {
      throw new BodyFailedException(response.status().code() + " does not open a WebSocket");
    }
  }

  private void converse(Response response) throws IOException {
    int code = response.status().code();
    if (code != SWITCHING_PROTOCOLS || !(response.body() instanceof Body.Upgrade body)) {
      throw new BodyFailedException(code + " is not a final status");
    }
    Conversation conversation = upgrade(response, body);
    begun = true;
    try {
      conversation.serve();
    } finally {
      bytesIn = conversation.bytesRead();
      bytesOut = conversation.bytesSent();
    }
  }

  /**
   * The length that a head announces.
   *
   * @param length of the body in bytes, 0 or more
   */
  protected final long announced(Response response, long length) {
    if (response.status().code() == 205) {
      return 0;
    }
    return answersHead() && length == 0 ? ownLength(response.headers()) : length;
  }

  void head(Response response, long length) throws IOException {
    begun = true;
    writeHead(response, length);
  }

  void count(int content) {
    bytesOut += content;
  }

  private void writeBytes(Response response, Body.Bytes body) throws IOException {
    head(response, body.bytes().length);
    if (hasContent(response)) {
      writeContent(body.bytes());
      bytesOut = body.bytes().length;
    }
  }

  private void writeStream(Response response, Body.Stream body) throws IOException {
    try (InputStream stream = body.stream()) {
      if (hasContent(response)) {
        copy(stream, new ContentStream(this, response, body.length()));
      } else {
        head(response, body.length());
      }
    }
  }

  private void writeOutput(Response response, Body.Writer body) throws IOException {
    if (!hasContent(response)) {
      head(response, -1);
      return;
    }
    var out = new ContentStream(this, response, -1);
    try {
      body.output().writeTo(out);
      out.end();
    } finally {
      out.shut();
    }
  }

  private void writeFile(Response response, Body.FileRegion body) throws IOException {
    if (!hasContent(response)) {
      head(response, body.length());
      return;
    }
    FileChannel file = FileChannel.open(body.file(), StandardOpenOption.READ);
    checkSize(file, body);
    writeFile(response, new Body.OpenFile(file, body.offset(), body.length()));
  }

  /** Closes the file where it has less than is asked for. */
  private static void checkSize(FileChannel file, Body.FileRegion body) throws IOException {
    boolean whole = false;
    try {
      whole = file.size() >= body.offset() + body.length();
      if (!whole) {
        throw new BodyFailedException(
            "%s: %d bytes from %d are asked for, but it has %d"
                .formatted(body.file(), body.length(), body.offset(), file.size()));
      }
    } finally {
      if (!whole) {
        file.close();
      }
    }
  }

  /** Closes the file in any case. */
  private void writeFile(Response response, Body.OpenFile body) throws IOException {
    boolean handedOver = false;
    try {
      head(response, body.length());
      if (hasContent(response)) {
        handedOver = true;
        writeContent(body.file(), body.offset(), body.length());
        bytesOut = body.length();
      }
    } finally {
      if (!handedOver) {
        body.file().close();
      }
    }
  }

  /** Whether that response has content at all (RFC 9110, section 6.4.1). */
  private boolean hasContent(Response response) {
    int code = response.status().code();
    return code != 204 && code != 205 && code != 304 && !answersHead();
  }

  /** What an app that answers HEAD by itself says of the body that GET would have. */
  private static long ownLength(HeaderList headers) {
    String own = headers.get("Content-Length");
    if (own == null || own.isEmpty() || own.length() > MAX_LENGTH_DIGITS) {
      return 0;
    }
    for (int i = 0; i < own.length(); i++) {
      if (own.charAt(i) < '0' || own.charAt(i) > '9') {
        return 0;
      }
    }
    return Long.parseLong(own);
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
