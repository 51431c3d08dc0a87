package net.brim.os.service;

import java.time.Duration;
import net.brim.os.Os;
import net.brim.os.OsException;

/**
 * Bound sockets for a background service, as descriptors to give to its workers ({@link
 * net.brim.os.Program#descriptors}).
 *
 * <p>A worker that gets one as descriptor 0 has it by {@link System#inheritedChannel}; Netty's
 * epoll channels take one by its number. They do not block.
 */
public final class ServiceSockets {

  private ServiceSockets() {}

  /**
   * A TCP socket that listens.
   *
   * @param host a name, a number, or {@code *}
   * @param port 0 for any that is free
   * @param retry how long to try again where another program has the address
   * @throws OsException where the address cannot be had
   */
  public static int tcp(Os os, String host, int port, int backlog, Duration retry)
      throws InterruptedException {
    return retry(retry)
        .bind(
            () ->
                HostName.bind(
                    host,
                    port,
                    address -> {
                      int socket = os.bindTcp(address, false);
                      try {
                        os.listen(socket, backlog);
                        return socket;
                      } catch (OsException e) {
                        os.close(socket);
                        throw e;
                      }
                    }),
            busy -> {});
  }

  /**
   * A UDP socket.
   *
   * @param host a name, a number, or {@code *}
   * @param port 0 for any that is free
   * @param retry how long to try again where another program has the address
   * @throws OsException where the address cannot be had
   */
  public static int udp(Os os, String host, int port, Duration retry) throws InterruptedException {
    return retry(retry)
        .bind(() -> HostName.bind(host, port, address -> os.bindUdp(address, false)), busy -> {});
  }

  private static AddressRetry retry(Duration limit) {
    return new AddressRetry(limit, Thread::sleep);
  }
}
