package net.brim.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import net.brim.api.HeaderList;
import net.brim.api.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as an app reads it: exactly as long as its framing says, whatever follows.
 *
 * <pre>
 *   read … ──► skip() or shut() ── nobody reads ──────────► what follows may be read
 *                               └─ somebody still does ───► nothing can follow
 * </pre>
 *
 * <p>Locked, because an app may hand it to other threads, which must not read the next request when
 * this one is over. Where there is no body, nothing is.
 */
public abstract class RequestBody extends InputStream {

  /** How much of a body that the app did not want is read, so that the connection can go on. */
  public static final long MOST_DISCARDED = 256 * 1024;

  private long count;
  private @Nullable IOException failure;

  /** Whether a thread is in the middle of a read; for one that must not wait for the lock. */
  private volatile boolean reading;

  private volatile boolean shut;

  /** Nothing is read yet. */
  protected RequestBody() {}

  /** Reads at least one byte of at least one, or returns -1 at the end of the body. */
  protected abstract int readSome(byte[] into, int offset, int length) throws IOException;

  /** Whether all of it was read. */
  public abstract boolean finished();

  /** How many bytes there are in all, less than 0 where that is not known. */
  public abstract long announced();

  /** The trailer fields that came after the content. */
  public Headers trailers() {
    return HeaderList.of();
  }

  /** How many bytes were read. */
  public final long count() {
    return count;
  }

  /** Whether what is left is little enough to be read for nothing. */
  public boolean worthSkipping() {
    return finished() || announced() - count <= MOST_DISCARDED;
  }

  /** Lets nobody read any more; false where a thread is in the middle of it. */
  public final boolean shut() {
    // In this order: a thread that reads says so before it looks whether it may.
    shut = true;
    return !reading;
  }

  /**
   * Lets nobody read any more, and reads what the app left, which must not become the next request;
   * false where that is too much, or somebody reads.
   */
  public final boolean skip() {
    if (announced() == 0) {
      return true;
    }
    if (!shut()) {
      return false;
    }
    try {
      long skipped = 0;
      byte[] discarded = finished() ? new byte[0] : new byte[4096];
      while (!finished() && skipped <= MOST_DISCARDED) {
        skipped += Math.max(0, readOn(discarded, 0, discarded.length));
      }
      return finished();
    } catch (IOException e) {
      return false; // The response is on its way; the connection just cannot go on.
    }
  }

  /** What went wrong in reading it, whatever the app made of that; null where nothing did. */
  public final @Nullable IOException failure() {
    return failure;
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (announced() == 0) {
      return readOn(into, offset, length);
    }
    synchronized (this) {
      reading = true;
      try {
        if (shut) {
          throw new IOException("the request is over");
        }
        return readOn(into, offset, length);
      } finally {
        reading = false;
      }
    }
  }

  private int readOn(byte[] into, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (length == 0) {
      return 0;
    }
    try {
      int read = readSome(into, offset, length);
      count += Math.max(0, read);
      return read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
