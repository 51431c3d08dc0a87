package net.brim.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The body of a response, in one of the forms that the server knows how to send. */
public sealed interface Body {

  /** No bytes. */
  Body EMPTY = new Bytes(new byte[0]);

  /**
   * Bytes in memory.
   *
   * @param bytes sent as they are; not to be changed once they are here
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // a copy of each body would be the price of value semantics
  record Bytes(byte[] bytes) implements Body {
    @Override
    public String toString() {
      return "Bytes[" + bytes.length + "]";
    }
  }

  /**
   * A part of a file, sent by the kernel without passing through memory of ours.
   *
   * @param offset in bytes from the start of the file
   * @param length in bytes
   */
  record FileRegion(Path file, long offset, long length) implements Body {
    public FileRegion {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException(
            "file region of %s: offset %d, length %d".formatted(file, offset, length));
      }
    }
  }

  /**
   * A part of a file that is open already, so that what was asked of it is true of what is sent;
   * sent as a {@link FileRegion} is.
   *
   * @param file closed by the server, also where the response is not sent. It holds all of the part
   *     when it is handed over; where it becomes shorter after that, the connection ends
   * @param offset in bytes from the start of the file
   * @param length in bytes
   */
  record OpenFile(FileChannel file, long offset, long length) implements Body {
    public OpenFile {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException(
            "part of an open file: offset %d, length %d".formatted(offset, length));
      }
    }
  }

  /**
   * A stream that the server reads to its end and closes, also where the client left early.
   *
   * @param length in bytes, or -1 where it is not known
   */
  record Stream(InputStream stream, long length) implements Body {}

  /** A function that writes the body; called after the head of the response is made. */
  record Writer(Output output) implements Body {}

  /**
   * No body: after a response of status 101, the connection belongs to a WebSocket. {@link
   * Request#webSocket} makes it; as the answer to a request that asked for none, it becomes a 500.
   *
   * @param protocol the subprotocol that was agreed on; null where there is none
   */
  record Upgrade(WebSocket.Handler handler, WebSocketOptions options, @Nullable String protocol)
      implements Body {}

  /** Writes a body. */
  @FunctionalInterface
  interface Output {

    /**
     * Writes the whole body; a write blocks while the client reads more slowly than we write.
     *
     * @param out sends what it holds on {@code flush}; closing it is the server's part
     * @throws IOException passed on from {@code out} where the client has gone
     */
    void writeTo(OutputStream out) throws IOException;
  }
}
