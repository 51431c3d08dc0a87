package net.brim.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection as a {@link TcpApp} sees it: bytes both ways, in blocking style.
 *
 * <p>One thread may read while another one writes. Each side ends on its own: {@link #input} comes
 * to its end when the client has shut its side, and what is written still arrives; {@link
 * #shutdownOutput} shuts ours, and the client can still be read from.
 */
public interface TcpConnection extends Context {

  /**
   * The bytes from the client. Reading waits for at least one; the end of the stream is that of the
   * client's side. Closing it has no effect.
   *
   * <p>Reading throws an {@link IOException} where the client has reset the connection, or sends
   * nothing for longer than {@link #timeout(Duration)} allows.
   */
  InputStream input();

  /**
   * The bytes to the client. What is written leaves when the thread next waits for something, or
   * when it has become much; writing waits where the client reads too slowly. Closing it is {@link
   * #shutdownOutput}.
   *
   * <p>Writing throws an {@link IOException} where the client has left, where it reads nothing for
   * as long as the option {@code client_timeout} says, and after {@link #shutdownOutput}.
   */
  OutputStream output();

  /**
   * Waits for the client to send something while nothing is owed to it, as between messages.
   *
   * @return whether there is something to read; false at the end of the stream, and where the
   *     server goes away
   * @throws IOException as reading does
   */
  boolean awaitInput() throws IOException;

  /**
   * Writes what has arrived to {@code target}, at most {@code limit} bytes of it, waiting for at
   * least one as reading does: for less than {@link #input} and an array of the app's would cost.
   *
   * @param limit 1 or more
   * @return how many bytes; -1 at the end of the stream
   */
  int transfer(OutputStream target, int limit) throws IOException;

  /**
   * How long reading may wait for a byte, 1 ms or more: without this, as long as the option {@code
   * client_timeout} says.
   */
  void timeout(Duration timeout);

  /** Shuts our side after all that was written; reading goes on. Again, it does nothing. */
  void shutdownOutput() throws IOException;

  /** The peer; on a unix socket a {@link java.net.UnixDomainSocketAddress}, as a rule unnamed. */
  SocketAddress remoteAddress();

  /** The address that the peer connected to; on a unix socket its path. */
  SocketAddress localAddress();

  /** The TLS of the connection; null where it has none. */
  @Nullable Tls tls();
}
