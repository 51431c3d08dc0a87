package net.brim.server.logging;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the threads that log and the one that writes.
 *
 * <p>It is a stack that the writer takes whole and turns around, so that adding a line is one
 * compare-and-set and no thread ever waits for another:
 *
 * <pre>
 *   top → line 3 → line 2 → line 1        each knows how many lines and bytes lie below it
 *   take(): top := null;   line 1 → line 2 → line 3
 * </pre>
 */
final class LogQueue {

  private final int maxLines;
  private final long maxBytes;
  private final AtomicReference<@Nullable Line> top = new AtomicReference<>();

  LogQueue(int maxLines, long maxBytes) {
    this.maxLines = maxLines;
    this.maxBytes = maxBytes;
  }

  /** Adds a line; false where the queue is full. */
  boolean offer(Line line) {
    while (true) {
      Line below = top.get();
      int lines = below == null ? 1 : below.linesQueued + 1;
      // What a line holds in memory is its array, not only the filled part.
      long bytes = line.bytes().length + (below == null ? 0 : below.bytesQueued);
      if (lines > maxLines || bytes > maxBytes) {
        return false;
      }
      line.next = below;
      line.linesQueued = lines;
      line.bytesQueued = bytes;
      if (top.compareAndSet(below, line)) {
        return true;
      }
    }
  }

  /** Takes all lines: the oldest one, each of which knows the next; null where there are none. */
  @Nullable Line take() {
    Line line = top.getAndSet(null);
    Line later = null;
    while (line != null) {
      Line earlier = line.next;
      line.next = later;
      later = line;
      line = earlier;
    }
    return later;
  }

  boolean isEmpty() {
    return top.get() == null;
  }

  /** Whether a line that has just been added makes the queue half full. */
  boolean halfFull(Line added) {
    return added.linesQueued == maxLines / 2;
  }
}
