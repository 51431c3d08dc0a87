package net.brim.api;

import java.net.InetSocketAddress;

/** One datagram that arrived. */
public interface Datagram {

  /** Its bytes, for the app to keep. */
  byte[] bytes();

  /** Who sent it. */
  InetSocketAddress remoteAddress();

  /** The address that it was sent to. */
  InetSocketAddress localAddress();
}
