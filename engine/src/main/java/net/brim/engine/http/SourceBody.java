package net.brim.engine.http;

import java.io.IOException;
import java.time.Duration;
import net.brim.engine.hub.ByteSource;
import net.brim.engine.hub.ClientGoneException;
import org.jspecify.annotations.Nullable;

/** A body whose bytes come as they are from the connection, alone or between those of framing. */
public abstract class SourceBody extends RequestBody {

  /** What must happen before the client sends the body, such as {@code 100 Continue}. */
  @FunctionalInterface
  public interface Invitation {
    /** Sends it; called once, before the first wait. */
    void send() throws IOException;
  }

  private final ByteSource source;
  private final Duration timeout;
  private @Nullable Invitation invitation;

  /**
   * The body that begins at the first unread byte.
   *
   * @param timeout how long a read may make no progress
   */
  protected SourceBody(ByteSource source, Duration timeout, @Nullable Invitation invitation) {
    this.source = source;
    this.timeout = timeout;
    this.invitation = invitation;
  }

  /** A client that still waits to be told that it may send the body may send it or not. */
  @Override
  public final boolean worthSkipping() {
    return finished() || (invitation == null && super.worthSkipping());
  }

  /** Copies what has arrived, at least one byte and at most {@code most}. */
  protected final int copy(byte[] into, int offset, int most) throws IOException {
    if (arrived() == 0) {
      await();
    }
    int length = Math.min(most, arrived());
    System.arraycopy(source.array(), source.position(), into, offset, length);
    source.skip(length);
    return length;
  }

  /** Takes the next byte. */
  protected final byte take() throws IOException {
    if (arrived() == 0) {
      await();
    }
    byte b = source.array()[source.position()];
    source.skip(1);
    return b;
  }

  private void await() throws IOException {
    if (invitation != null) {
      Invitation now = invitation;
      invitation = null;
      now.send();
    }
    source.readWithin(timeout, false);
    if (!source.more()) {
      throw cutOff();
    }
  }

  /** What it means that the client says no more before the body is complete. */
  protected IOException cutOff() {
    return new ClientGoneException("in the middle of a request body");
  }

  /** How many bytes of the connection can be read without waiting. */
  protected final int arrived() {
    return source.limit() - source.position();
  }
}
