package net.brim.server.logging;

import org.jspecify.annotations.Nullable;

/** A finished line on its way to a sink, and its place in the queue. */
final class Line {

  private final LogChannel channel;
  private final byte[] bytes;
  private final int length;
  private boolean lost;

  /** The line before this one while it is queued, the one after it when it has been taken. */
  @Nullable Line next;

  /** Lines from this one down to the bottom of the queue. */
  int linesQueued;

  /** Bytes of those lines. */
  long bytesQueued;

  Line(LogChannel channel, LineBuffer text) {
    this.channel = channel;
    this.bytes = text.bytes();
    this.length = text.length();
  }

  LogChannel channel() {
    return channel;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Says that the sink could not write it. */
  void lose() {
    lost = true;
  }

  boolean lost() {
    return lost;
  }
}
