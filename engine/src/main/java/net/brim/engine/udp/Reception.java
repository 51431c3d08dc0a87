package net.brim.engine.udp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.brim.engine.hub.Hub;
import net.brim.engine.hub.Watch;

/**
 * One socket with the hubs that serve it. The first of them watches it; each of the others reads
 * from it too, as long as there is something, when the one before has more than it can do.
 *
 * <pre>
 *            wanted                    drain                 nothing left
 *   IDLE ◄──────────► WATCHED ───────────────────► LAST ──────────────────► QUIET
 * </pre>
 */
final class Reception implements Watch.Listener {

  /** How long reading rests when the system refuses it. */
  private static final long REST_MILLIS = 1000;

  /**
   * How many datagrams are read at most when the server goes away: more than a socket holds, so
   * that who goes on sending does not keep it.
   */
  private static final int LAST = 1 << 16;

  private final UdpContext context;
  private final DatagramEndpoint endpoint;
  private final List<Station> stations;
  private final Station first;
  private final Watch watch;

  /** How many of the stations will read no more. */
  private final AtomicInteger quiet = new AtomicInteger();

  private volatile boolean wanted;
  private volatile boolean draining;

  // What follows is touched by the loop of the first station alone.
  private boolean resting;
  private boolean wantsRoom;
  private boolean closed;
  private boolean firstIsQuiet;
  private int last;

  /**
   * Reads nothing yet.
   *
   * @param hubs all hubs, the first of which watches the socket
   */
  Reception(
      List<Hub> hubs, UdpContext context, CurrentApp app, Bound bound, DatagramEndpoint endpoint)
      throws IOException {
    this.context = context;
    this.endpoint = endpoint;
    var all = new ArrayList<Station>();
    for (Hub hub : hubs) {
      all.add(new Station(hub, all.size(), context, app, bound, this, endpoint));
    }
    this.stations = List.copyOf(all);
    this.first = stations.getFirst();
    this.watch = watch();
  }

  private Watch watch() throws IOException {
    if (endpoint.handle() instanceof DatagramEndpoint.Handle.Descriptor(int number)) {
      return Watch.of(first.hub(), number, this);
    }
    return Watch.of(
        first.hub(), ((DatagramEndpoint.Handle.Channel) endpoint.handle()).channel(), this);
  }

  DatagramEndpoint endpoint() {
    return endpoint;
  }

  /** Begins or ceases to read; without effect when the server goes away. */
  synchronized void read(boolean wanted) {
    if (!draining) {
      this.wanted = wanted;
      update();
    }
  }

  /** Whether the server goes away. */
  boolean draining() {
    return draining;
  }

  /** Reads what has come, and no more after that; again, it does nothing. */
  synchronized void drain() {
    if (draining) {
      return;
    }
    boolean reads = wanted;
    wanted = false;
    draining = true;
    first.hub().loop().execute(reads ? this::readLast : this::quiet);
    for (Station helper : stations.subList(1, stations.size())) {
      helper.hub().loop().execute(quiet::incrementAndGet);
    }
  }

  /** After {@link #drain}: whether nothing will be read any more, and all that was is taken. */
  boolean isTaken() {
    return quiet.get() == stations.size() && stations.stream().noneMatch(Station::isBusy);
  }

  /** Whether all that was to be sent is with the system. */
  boolean isSent() {
    return stations.stream().allMatch(station -> station.sender().isEmpty());
  }

  /** Ends, whatever is at hand, and closes the socket; once. */
  void close() {
    for (Station helper : stations.subList(1, stations.size())) {
      helper.hub().loop().execute(helper::close);
    }
    first
        .hub()
        .loop()
        .execute(() -> {
          closed = true;
          watch.cancel();
          first.close();
          endpoint.close();
        });
  }

  // --- any loop ---

  /** Whether there are other hubs to help. */
  boolean hasHelp() {
    return stations.size() > 1;
  }

  /** That station's loop: it has more than it can do; the next one reads too. */
  void help(Station station) {
    if (station.index() + 1 < stations.size()) {
      Station helper = stations.get(station.index() + 1);
      if (helper.beginHelping()) {
        helper.hub().loop().execute(() -> readOn(helper));
      }
    }
  }

  /** The helper's loop: reads until there is nothing. */
  private void readOn(Station helper) {
    if (wanted) {
      readBatch(helper);
    }
    if (!helper.isBusy()) {
      helper.endHelping();
    }
  }

  private int readBatch(Station station) {
    try {
      int count = station.read();
      if (count == DatagramEndpoint.BATCH) {
        help(station);
      }
      return count;
    } catch (IOException e) {
      context.logger().error("reading datagrams failed; resting for {} ms", REST_MILLIS, e);
      rest();
      return 0;
    }
  }

  /** That station's loop: its batch is taken. */
  void done(Station station) {
    if (station != first) {
      station.hub().loop().execute(() -> readOn(station));
    } else if (draining) {
      station.hub().loop().execute(this::readLast);
    }
  }

  /** That station's loop: it waits for a place for a thread, or has got one. */
  void heldUpOrNot(Station station) {
    if (station == first) {
      update();
    }
  }

  /** From any thread: a sender is to be told when the socket has room. */
  void awaitRoom() {
    first
        .hub()
        .loop()
        .execute(() -> {
          wantsRoom = true;
          await();
        });
  }

  private void update() {
    first.hub().loop().execute(this::await);
  }

  private void rest() {
    setResting(true);
    var _ =
        first.hub().loop().schedule(() -> setResting(false), REST_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void setResting(boolean rests) {
    first
        .hub()
        .loop()
        .execute(() -> {
          resting = rests;
          await();
        });
  }

  // --- the first station's loop ---

  private void await() {
    if (!closed) {
      watch.await(wanted && !resting && !first.isHeldUp(), wantsRoom);
    }
  }

  @Override
  public void readable() {
    if (wanted) {
      int _ = readBatch(first);
    }
  }

  @Override
  public void writable() {
    wantsRoom = false;
    await();
    stations.forEach(station -> station.sender().writable());
  }

  private void readLast() {
    if (first.isBusy()) {
      return; // It comes back here when that is done.
    }
    int count = readBatch(first);
    last += count;
    if (count == 0 || last > LAST) {
      quiet();
    }
  }

  /** Also when the end of a batch and the drain both find that nothing is left. */
  private void quiet() {
    if (!firstIsQuiet) {
      firstIsQuiet = true;
      int _ = quiet.incrementAndGet();
      await();
    }
  }
}
