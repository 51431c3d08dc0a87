package net.brim.engine.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is to send: filled by its thread, emptied by the loop as the windows allow.
 *
 * <pre>
 *   [100] ──► head ──► content, piece after piece ──► end
 * </pre>
 *
 * <p>Locked for moments only, and never while a thread waits.
 */
final class Outgoing {

  private static final Http2Headers CONTINUE =
      ReadOnlyHttp2Headers.serverHeaders(false, AsciiString.cached("100"));

  private boolean interim;
  private boolean headed;
  private @Nullable Http2Headers head;
  private @Nullable ArrayDeque<byte[]> pieces;

  /** How much of the first piece was sent. */
  private int offset;

  private long queued;
  private boolean ended;
  private boolean endSent;

  /** Sends {@code 100 Continue}, save behind a head, which tells the client that we answer. */
  synchronized void interim() {
    interim = !headed;
  }

  synchronized void head(Http2Headers headers) {
    head = headers;
    headed = true;
  }

  /** Adds an array that nobody will change any more. */
  synchronized void add(byte[] piece) {
    if (piece.length > 0) {
      if (pieces == null) {
        pieces = new ArrayDeque<>(4);
      }
      pieces.add(piece);
      queued += piece.length;
    }
  }

  /** Nothing comes after what was added. */
  synchronized void end() {
    ended = true;
  }

  /** Throws away what was not sent. */
  synchronized void clear() {
    interim = false;
    head = null;
    pieces = null;
    queued = 0;
    ended = true;
    endSent = true;
  }

  /** How many bytes of content wait. */
  synchronized long queued() {
    return queued;
  }

  /** Whether anything waits. */
  synchronized boolean pending() {
    return interim || head != null || queued > 0 || (ended && !endSent);
  }

  /** Whether anything could be sent now, were there such a window. */
  synchronized boolean sendable(int window) {
    return interim || head != null || (queued > 0 ? window > 0 : ended && !endSent);
  }

  /** Whether what waits needs no window. */
  synchronized boolean free() {
    return interim || head != null || (queued == 0 && ended && !endSent);
  }

  /** Loop: whether the end was sent. */
  synchronized boolean endSent() {
    return endSent;
  }

  /**
   * Loop: writes the head, where it waits, and at most one DATA frame.
   *
   * @param most bytes of content
   * @return how many there were; -1 where there was no DATA frame
   */
  synchronized int write(int stream, FrameWriter writer, int most) throws Http2Exception {
    if (interim) {
      interim = false;
      writer.headers(stream, CONTINUE, false);
    }
    if (head != null) {
      boolean last = ended && queued == 0;
      writer.headers(stream, head, last);
      head = null;
      endSent = last;
    }
    int count = (int) Math.min(queued, Math.min(most, FrameWriter.MAX_PAYLOAD));
    boolean last = ended && !endSent && count == queued;
    if (count <= 0 && !last) {
      return -1;
    }
    copy(writer.data(stream, Math.max(0, count), last), Math.max(0, count));
    endSent |= last;
    return Math.max(0, count);
  }

  private void copy(ByteBuf to, int count) {
    ArrayDeque<byte[]> from = pieces;
    int left = count;
    while (left > 0 && from != null) {
      byte[] piece = from.element();
      int part = Math.min(left, piece.length - offset);
      to.writeBytes(piece, offset, part);
      left -= part;
      offset += part;
      if (offset == piece.length) {
        from.remove();
        offset = 0;
      }
    }
    queued -= count;
  }
}
