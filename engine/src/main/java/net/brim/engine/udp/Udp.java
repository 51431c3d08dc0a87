package net.brim.engine.udp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import net.brim.engine.hub.Hub;

/** All sockets of one server, with the app that their datagrams go to. */
public final class Udp {

  private static final long LOOK_MILLIS = 5;

  private final UdpContext context;
  private final List<Hub> hubs;
  private final CurrentApp app;
  private final Bound bound;
  private final List<Reception> receptions = new CopyOnWriteArrayList<>();

  /** Sockets whose losses are ours to tell. */
  private final List<DatagramEndpoint> own = new CopyOnWriteArrayList<>();

  /** Makes the app now. */
  public Udp(UdpContext context, List<Hub> hubs) {
    this.context = context;
    this.hubs = List.copyOf(hubs);
    this.app = new CurrentApp(context);
    this.bound = new Bound(context.most());
    var _ =
        hubs.getFirst().loop().scheduleWithFixedDelay(this::countLosses, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Takes a socket, which it closes in the end.
   *
   * @param reading whether datagrams are read from it now; {@link #read} changes that
   * @param counting whether those that the system drops there count here
   */
  public void add(DatagramEndpoint endpoint, boolean reading, boolean counting) throws IOException {
    var turned = new ArrayList<>(hubs);
    Collections.rotate(turned, -receptions.size()); // Each socket has another hub first.
    var reception = new Reception(turned, context, app, bound, endpoint);
    receptions.add(reception);
    if (counting) {
      own.add(endpoint);
    }
    reception.read(reading);
  }

  /** Begins or ceases to read from a socket that was added. */
  public void read(DatagramEndpoint endpoint, boolean reading) {
    receptions.stream()
        .filter(reception -> reception.endpoint().equals(endpoint))
        .forEach(reception -> reception.read(reading));
  }

  /**
   * Reads what has come, and no more; waits until the app is done with it and the answers are sent.
   *
   * @return whether it was in that time
   */
  public boolean drain(Duration limit) throws InterruptedException {
    receptions.forEach(Reception::drain);
    long end = System.nanoTime() + limit.toNanos();
    while (!isDone()) {
      if (System.nanoTime() >= end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }

  private boolean isDone() {
    return receptions.stream().allMatch(Reception::isTaken)
        && bound.running() == 0
        && receptions.stream().allMatch(Reception::isSent);
  }

  /** How many threads are at work for the app. */
  public int running() {
    return bound.running();
  }

  /** Ends, whatever is at hand, and closes the sockets; once, and before the hubs are closed. */
  public void close() {
    countLosses();
    own.clear();
    receptions.forEach(Reception::close);
  }

  private void countLosses() {
    if (!own.isEmpty()) {
      // What the system counts is older than this process: the socket is the supervisor's.
      context.counters().dropped().set(own.stream().mapToLong(DatagramEndpoint::dropped).sum());
    }
  }
}
