package net.brim.engine.hub;

import io.netty.channel.ChannelFuture;
import java.util.function.Supplier;
import net.brim.api.Tls;
import org.jspecify.annotations.Nullable;

/**
 * What the layers between a connection and its socket say of it; a connection without such layers
 * has none of this.
 *
 * <pre>
 *   OPEN TO ALL ── expectSecurity() ──► EXPECTED ── encoded() ──► HANDSHAKE ── secured() ──► SECURE
 *                                          └─ refuse()
 * </pre>
 */
public final class LayersBelow {

  private final ChannelDuplex duplex;
  private final boolean answersRefusals;
  private volatile boolean staying;
  private volatile boolean openToAll = true;
  private volatile @Nullable Tls tls;
  private volatile @Nullable String applicationProtocol;
  private volatile @Nullable String refusal;
  private @Nullable Supplier<ChannelFuture> farewell;

  /** Loop: nothing was said yet. */
  LayersBelow(ChannelDuplex duplex, boolean answersRefusals) {
    this.duplex = duplex;
    this.answersRefusals = answersRefusals;
  }

  // --- what a layer says ---

  /** Loop: the layer knows something of the connection that nobody else can. */
  public void stay() {
    staying = true;
  }

  /** Loop: the layer will make the connection secure, or end it. */
  public void expectSecurity() {
    openToAll = false;
  }

  /**
   * Loop: the layer changes what is sent, so that the kernel cannot send files by itself.
   *
   * @param farewell what the layer sends after everything else, before the output is shut
   */
  public void encoded(Supplier<ChannelFuture> farewell) {
    this.farewell = farewell;
    duplex.outbound.copyFiles();
  }

  /**
   * Loop: the layer has made the connection secure; before that, nothing is read from it.
   *
   * @param protocol what both sides agreed to speak (ALPN, RFC 7301); null where they did not
   */
  public void secured(Tls tls, @Nullable String protocol) {
    this.tls = tls;
    this.applicationProtocol = protocol;
    var _ = duplex.wakeWaiter();
  }

  /**
   * Loop: the layer found that nothing that comes here is to be served, and why.
   *
   * @return whether the protocol answers that; else the connection has ended, and what came on it
   *     is not to be passed on
   */
  public boolean refuse(String why) {
    if (answersRefusals) {
      refusal = why;
    } else {
      duplex.sever();
    }
    return answersRefusals;
  }

  // --- what the connection asks ---

  /** Whether something is known of the connection that no other process can know. */
  boolean stays() {
    return staying || !openToAll;
  }

  @Nullable Tls tls() {
    return tls;
  }

  @Nullable String applicationProtocol() {
    return applicationProtocol;
  }

  @Nullable String refusal() {
    return refusal;
  }

  /** Waits as {@link Connection#awaitSecure} does, until the deadline for reading. */
  boolean awaitSecure() throws TimeoutException {
    while (!openToAll && tls == null) {
      if (duplex.gone() || duplex.idleWaitsEnd()) {
        return false;
      }
      if (duplex.late()) {
        throw new TimeoutException("in the handshake");
      }
      duplex.parkUnless(
          () -> tls != null || duplex.gone() || duplex.idleWaitsEnd() || duplex.late());
    }
    return true;
  }

  /** Loop: what sends the layer's last word; null where it has none. */
  @Nullable Supplier<ChannelFuture> farewell() {
    return farewell;
  }

  /** Loop: whether the handshake has begun and is not over, so that nothing can be sent yet. */
  boolean inHandshake() {
    return farewell != null && tls == null;
  }
}
