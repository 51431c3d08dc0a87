package net.brim.engine.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.brim.api.HeaderList;
import net.brim.api.Status;
import net.brim.engine.http.DateLine;
import org.jspecify.annotations.Nullable;

/**
 * Writes response heads: constant parts are encoded once (RFC 9112, section 4).
 *
 * <p>Fields that frame the message or date it are the server's: an app's own are left out here,
 * save its {@code Date} and {@code Server}, which replace ours.
 */
final class HeadWriter {

  /** How the end of a response body is told (RFC 9112, section 6.3). */
  enum Framing {
    /** By {@code Content-Length}. */
    LENGTH,
    /** By a last chunk. */
    CHUNKED,
    /** By the end of the connection, for HTTP/1.0. */
    CLOSE,
    /** There is no body by definition, and nothing is said about one. */
    NONE
  }

  private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] CLOSE = ascii("Connection: close\r\n");
  private static final byte[] UPGRADE = ascii("Connection: upgrade\r\n");
  private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");

  private static final @Nullable StatusLine[] STATUS_LINES = new StatusLine[1000];

  private final byte[] serverLine;
  private byte[] bytes = new byte[512];
  private int end;

  HeadWriter(String serverHeader) {
    this.serverLine =
        serverHeader.isEmpty() ? new byte[0] : ascii("Server: " + serverHeader + "\r\n");
  }

  /** The head made last: valid up to {@link #length()}. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return end;
  }

  /**
   * Makes a head.
   *
   * @param length of the body, looked at with {@link Framing#LENGTH} only
   * @param now on the clock of {@link System#nanoTime()}
   * @param keepAlive null where the version implies it
   */
  void write(
      Status status,
      HeaderList headers,
      Framing framing,
      long length,
      long now,
      @Nullable Boolean keepAlive) {
    end = 0;
    append(statusLine(status));
    boolean date = true;
    boolean server = true;
    boolean upgrade = false;
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      switch (name.length()) {
        case 4 -> date &= !name.equalsIgnoreCase("Date");
        case 6 -> server &= !name.equalsIgnoreCase("Server");
        case 7 -> upgrade |= name.equalsIgnoreCase("Upgrade");
        default -> {}
      }
      if (!isServers(name)) {
        append(name, headers.value(i));
      }
    }
    if (date) {
      append(DateLine.at(now).bytes());
    }
    if (server) {
      append(serverLine);
    }
    switch (framing) {
      case LENGTH -> {
        append(CONTENT_LENGTH);
        append(length);
      }
      case CHUNKED -> append(CHUNKED);
      case CLOSE, NONE -> {}
    }
    if (keepAlive != null) {
      append(keepAlive ? KEEP_ALIVE : CLOSE);
    }
    if (upgrade) { // The field is for the next hop only (RFC 9110, section 7.8).
      append(UPGRADE);
    }
    room(2);
    endLine();
  }

  /** Whether only the server may set that field. */
  private static boolean isServers(String name) {
    return switch (name.length()) {
      case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }

  private void append(byte[] part) {
    room(part.length);
    System.arraycopy(part, 0, bytes, end, part.length);
    end += part.length;
  }

  private void append(String name, String value) {
    room(name.length() + value.length() + 4);
    appendText(name);
    bytes[end++] = ':';
    bytes[end++] = ' ';
    appendText(value);
    endLine();
  }

  @SuppressWarnings("deprecation") // for text of other languages; of ours it is one copy
  private void appendText(String text) {
    text.getBytes(0, text.length(), bytes, end);
    end += text.length();
  }

  private void append(long number) {
    room(22);
    end = decimal(number, bytes, end);
    endLine();
  }

  private void endLine() {
    bytes[end++] = '\r';
    bytes[end++] = '\n';
  }

  private void room(int length) {
    if (bytes.length - end < length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + length));
    }
  }

  /** Writes a number that is not negative and returns where it ends. */
  static int decimal(long number, byte[] into, int start) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = start + digits - 1; i >= start; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return start + digits;
  }

  private static byte[] statusLine(Status status) {
    StatusLine line = STATUS_LINES[status.code()];
    if (line == null || !line.status.equals(status)) {
      line = new StatusLine(status, ascii("HTTP/1.1 " + status + "\r\n"));
      STATUS_LINES[status.code()] = line;
    }
    return line.bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @SuppressWarnings("ArrayRecordComponent") // a cache entry, not a value
  private record StatusLine(Status status, byte[] bytes) {}
}
