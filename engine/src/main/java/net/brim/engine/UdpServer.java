package net.brim.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import net.brim.api.UdpApp;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Transport;
import net.brim.engine.udp.DatagramEndpoint;
import net.brim.engine.udp.NioEndpoint;
import net.brim.engine.udp.Udp;

/**
 * A server whose datagrams an app is handed one by one.
 *
 * <p>Its threads are daemons: a program that has nothing else to do waits with {@link #join}. All
 * methods may be called from any thread.
 */
public final class UdpServer implements AutoCloseable {

  private final Udp udp;
  private final List<Hub> hubs;
  private final int longest;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  UdpServer(Udp udp, List<Hub> hubs, int longest) {
    this.udp = udp;
    this.hubs = List.copyOf(hubs);
    this.longest = longest;
  }

  /**
   * Starts to describe a server.
   *
   * @param apps makes the app that datagrams go to, and a fresh one when it has failed
   */
  public static UdpServerBuilder builder(Supplier<? extends UdpApp> apps) {
    return new UdpServerBuilder(apps);
  }

  /** Whether sockets of descriptors can be adopted: where there is epoll, on Linux. */
  public static boolean canAdopt() {
    return Transport.best() == Transport.EPOLL;
  }

  /**
   * Binds an address and reads from it at once, for a server that was built by {@link
   * UdpServerBuilder#build}. Answers leave from the address that the system chooses, so that one
   * for all addresses of the machine is better not bound where the machine has several.
   *
   * @param address port 0 for a free one
   * @return the address with its port
   * @throws IOException where the address cannot be bound
   * @throws IllegalStateException where the server is closed
   */
  public InetSocketAddress bind(InetSocketAddress address) throws IOException {
    if (closing.get()) {
      throw new IllegalStateException("the server is closed");
    }
    NioEndpoint endpoint = NioEndpoint.bind(address, longest);
    udp.add(endpoint, true, false);
    return endpoint.localAddress();
  }

  /**
   * Takes a socket that another part of the program opened, and closes it in the end.
   *
   * @param reading whether datagrams are read from it now; {@link #read} changes that
   * @param counting whether those that the system drops there count here
   * @throws IOException where it cannot be watched
   */
  public void adopt(DatagramEndpoint endpoint, boolean reading, boolean counting)
      throws IOException {
    udp.add(endpoint, reading, counting);
  }

  /** Begins or ceases to read from a socket that was adopted. */
  public void read(DatagramEndpoint endpoint, boolean reading) {
    udp.read(endpoint, reading);
  }

  /**
   * Reads what has come, and no more after that; waits until the app is done with it and the
   * answers are sent.
   *
   * @return whether it was in that time
   */
  public boolean drain(Duration limit) throws InterruptedException {
    return udp.drain(limit);
  }

  /** How many calls of the app are not done. */
  public int running() {
    return udp.running();
  }

  /** Waits until the server is closed. */
  public void join() throws InterruptedException {
    closed.await();
  }

  /** Ends, whatever is at hand; again, it does nothing. */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      try {
        udp.close();
        hubs.forEach(Hub::close);
      } finally {
        closed.countDown();
      }
    }
  }
}
