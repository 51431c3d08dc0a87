package net.brim.engine.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.brim.api.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The peers whose word about their clients is believed: what they say in {@code X-Forwarded-For},
 * {@code X-Forwarded-Proto} and the PROXY protocol.
 *
 * <pre>
 *   X-Forwarded-For: 10.9.9.9, 203.0.113.7, 10.0.0.2        peer: 10.0.0.1
 *                    anyone's  ◄─ the client ◄── trusted ◄─────── trusted
 * </pre>
 *
 * <p>The list is read from its end, where the nearest proxy wrote; the first address that is not
 * itself trusted is the client's, and what stands before it is the client's own claim.
 */
public final class TrustedProxies {

  /** This machine, through the loopback addresses and unix sockets. */
  public static final TrustedProxies LOCAL = of(List.of("127.0.0.1", "::1", "unix"));

  private final List<Network> networks;
  private final boolean unix;
  private final boolean all;

  private TrustedProxies(List<Network> networks, boolean unix, boolean all) {
    this.networks = networks;
    this.unix = unix;
    this.all = all;
  }

  /**
   * Those peers.
   *
   * @param peers each an IP address, a network such as {@code 10.0.0.0/8}, {@code unix} for every
   *     peer on a unix socket, or {@code *} for all
   * @throws IllegalArgumentException where one is none of these
   */
  public static TrustedProxies of(List<String> peers) {
    var networks = new ArrayList<Network>();
    boolean unix = false;
    boolean all = false;
    for (String peer : peers) {
      switch (peer.toLowerCase(Locale.ROOT)) {
        case "*" -> all = true;
        case "unix" -> unix = true;
        default -> networks.add(Network.of(peer));
      }
    }
    return new TrustedProxies(List.copyOf(networks), unix, all);
  }

  /** Whether that peer is believed. */
  public boolean contains(SocketAddress peer) {
    return all
        || (peer instanceof InetSocketAddress address ? contains(address.getAddress()) : unix);
  }

  private boolean contains(@Nullable InetAddress address) {
    if (all) {
      return true;
    }
    byte[] bytes = address == null ? new byte[0] : Network.bytes(address);
    for (Network network : networks) {
      if (network.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  /** The client that a request came from: the peer itself, or who a trusted peer says it was. */
  public SocketAddress client(SocketAddress peer, Headers headers) {
    SocketAddress client = peer;
    if (!headers.contains("X-Forwarded-For") || !contains(peer)) {
      return client;
    }
    String[] hops = String.join(",", headers.all("X-Forwarded-For")).split(",", -1);
    for (int i = hops.length - 1; i >= 0; i--) {
      InetAddress hop = address(hops[i].strip());
      if (hop == null) {
        return client; // Nobody can say what it means, nor who wrote what stands before it.
      }
      client = new InetSocketAddress(hop, 0);
      if (!contains(hop)) {
        return client;
      }
    }
    return client;
  }

  /** The scheme that a trusted peer says its client used; null where it says nothing. */
  @Nullable String scheme(SocketAddress peer, Headers headers) {
    List<String> said = headers.all("X-Forwarded-Proto");
    if (said.isEmpty() || !contains(peer)) {
      return null;
    }
    String last = said.getLast();
    return switch (last.substring(last.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT)) {
      case "https", "wss" -> "https";
      case "http", "ws" -> "http";
      default -> null;
    };
  }

  /** An address with or without a port; null where it is none. */
  private static @Nullable InetAddress address(String text) {
    String host = text;
    int colon = text.indexOf(':');
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      host = end < 0 ? text : text.substring(1, end);
    } else if (colon >= 0 && colon == text.lastIndexOf(':')) {
      host = text.substring(0, colon);
    }
    try {
      return Network.literal(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
