package net.brim.engine.http2;

import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open streams of one connection, and what is remembered of others. For the loop. */
final class StreamTable {

  /** Streams that we reset lately: what the client sent before it knew is on its way. */
  private static final int REMEMBERED = 128;

  private final IntObjectHashMap<Http2Stream> open = new IntObjectHashMap<>();
  private final int[] reset = new int[REMEMBERED];
  private int nextReset;
  private int first;
  private int last;
  private boolean skipped;

  /** An open stream, or null. */
  @Nullable Http2Stream get(int id) {
    return open.get(id);
  }

  int size() {
    return open.size();
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  List<Http2Stream> all() {
    return new ArrayList<>(open.values());
  }

  /** The highest number of a stream so far. */
  int last() {
    return last;
  }

  /** Whether the client has not opened that stream yet. */
  boolean isIdle(int id) {
    return id > last || id % 2 == 0;
  }

  /** Whether that stream is surely one that the client passed over. */
  boolean wasSkipped(int id) {
    return id < first || (skipped && !wasReset(id));
  }

  boolean wasReset(int id) {
    for (int each : reset) {
      if (each == id) {
        return true;
      }
    }
    return false;
  }

  /** Takes note that the client used that number, above all before it. */
  void opened(int id) {
    if (last == 0) {
      first = id;
    } else if (id != last + 2) {
      skipped = true;
    }
    last = id;
  }

  void add(Http2Stream stream) {
    open.put(stream.id(), stream);
  }

  /** Forgets a stream; false where that was done. */
  boolean remove(Http2Stream stream) {
    return open.remove(stream.id()) != null;
  }

  /** Remembers that we reset a stream. */
  void reset(int id) {
    reset[nextReset] = id;
    nextReset = (nextReset + 1) % REMEMBERED;
  }
}
