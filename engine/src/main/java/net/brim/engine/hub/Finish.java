package net.brim.engine.hub;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection that is not cut: all that was written arrives, and the peer's last bytes
 * are thrown away until it ends its side, too. For the loop.
 *
 * <pre>
 *   endOutput(), begin()
 *      ▼
 *   WRITING ──► FAREWELL of a layer ──► SHUT, our side ── begin() ──► LINGERING ──► severed
 *      └──────── after reset(): neither of the two ───────────────────────▲
 * </pre>
 *
 * <p>It lingers until the peer ends its side, sends on and on, or takes too long; after {@link
 * #reset}, for a moment. Our side may end long before the connection does, by {@link #endOutput}.
 */
final class Finish {

  private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long LINGER_BYTES = 1024 * 1024;
  private static final long LONG_LINGER_NANOS = Duration.ofSeconds(10).toNanos();

  /** How long a peer has to pass on what it got before it learns that there is no more. */
  private static final long RESET_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  private final ChannelDuplex duplex;
  private final @Nullable LayersBelow below;
  private final boolean peerFinishes;

  private boolean begun;
  private boolean resetting;
  private boolean outputEnds;
  private boolean outputShut;
  private long lingerDeadline = NEVER;
  private long lingered;

  /**
   * Nothing has ended yet.
   *
   * @param below null where there are no layers
   * @param peerFinishes see {@link Connection#expectPeerToFinish}
   */
  Finish(ChannelDuplex duplex, @Nullable LayersBelow below, boolean peerFinishes) {
    this.duplex = duplex;
    this.below = below;
    this.peerFinishes = peerFinishes;
  }

  /** Whether the connection as a whole ends, and not our side alone. */
  boolean begun() {
    return begun;
  }

  /** Ends the connection; {@code rest} is sent before where our side has not ended yet. */
  void begin(byte[] rest) {
    begun = true;
    if (duplex.gone()) {
      return;
    }
    duplex.outbound.expectProgress();
    if (!outputEnds) {
      endOutput(rest);
    } else if (outputShut) {
      awaitPeer();
    }
  }

  /** Ends our side after {@code rest}. */
  void endOutput(byte[] rest) {
    outputEnds = true;
    if (duplex.gone()) {
      return;
    }
    if (below != null && below.inHandshake()) {
      duplex.sever(); // Nothing was said yet, and nothing could be sent before the handshake.
      return;
    }
    duplex.observer.written(rest.length);
    duplex
        .channel
        .writeAndFlush(Unpooled.wrappedBuffer(rest))
        .addListener((ChannelFutureListener) this::written);
  }

  private void written(ChannelFuture written) {
    Supplier<ChannelFuture> farewell = farewell();
    if (!written.isSuccess()) {
      duplex.sever();
    } else if (farewell == null || resetting) {
      shutOutput();
    } else {
      farewell.get().addListener(said -> shutOutput());
    }
  }

  private @Nullable Supplier<ChannelFuture> farewell() {
    return below == null ? null : below.farewell();
  }

  private void shutOutput() {
    if (duplex.gone()) {
      return;
    }
    outputShut = true;
    if (!resetting) {
      if (begun && duplex.inbound.ended()) {
        duplex.sever();
        return;
      }
      ((DuplexChannel) duplex.channel).shutdownOutput();
    }
    if (begun) {
      awaitPeer();
    }
  }

  /** A reset at once would take the end of what was sent from a peer that still sends. */
  private void awaitPeer() {
    if (duplex.inbound.ended() && !resetting) {
      duplex.sever();
      return;
    }
    duplex.outbound.expectNothing();
    if (farewell() != null) {
      duplex.channel.pipeline().addFirst(new LastBytes(duplex));
    }
    lingerDeadline = duplex.hub.deadline(patience());
    duplex.channel.config().setAutoRead(true);
  }

  private long patience() {
    if (resetting) {
      return RESET_NANOS;
    }
    return peerFinishes ? LONG_LINGER_NANOS : LINGER_NANOS;
  }

  /** Has the end be a reset, a moment after what was written. */
  void reset() {
    resetting = true;
    duplex.endWithReset();
  }

  /** The peer sends on, which nobody reads any more. */
  void received(int count) {
    lingered += count;
    if (lingered > LINGER_BYTES && !peerFinishes) {
      duplex.sever();
    }
  }

  /** The peer has ended its side. */
  void peerEnded() {
    if (begun && !resetting) {
      duplex.sever();
    }
  }

  /** Looks at the deadlines; {@code stuck} where the peer takes nothing of what was written. */
  void tick(long clock, boolean stuck) {
    if (clock >= lingerDeadline || (stuck && begun)) {
      duplex.sever();
    }
  }
}
