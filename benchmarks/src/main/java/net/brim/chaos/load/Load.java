package net.brim.chaos.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * All kinds of clients at once, on virtual threads. They take their time, so that a gap in the
 * answers is the server's and not that of a machine without a processor to spare.
 */
public final class Load implements AutoCloseable {

  private static final int NEW_CONNECTION_MILLIS = 5;
  private static final int KEEP_ALIVE_MILLIS = 15;
  private static final int KEEP_ALIVES = 6;
  private static final int PIPELINED = 2;
  private static final int UPLOADS = 4;
  private static final int SOCKETS = 6;
  private static final int LONG_POLLS = 8;
  private static final int LONG_POLL_MILLIS = 1500;
  private static final int IDLE = 16;
  private static final int SIZE = 200;

  private final InetSocketAddress server;
  private final Witness witness = new Witness();
  private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
  private final IdleConnections idle;
  private final Hiccups hiccups = new Hiccups();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean ending;

  /** Clients of what will listen at that port of 127.0.0.1. */
  public Load(int port) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (Kind kind : Kind.values()) {
      tallies.put(kind, new Tally(witness));
    }
    idle = new IdleConnections(server, tally(Kind.IDLE), IDLE);
  }

  /** Has all of them begin. */
  public void start() {
    for (int i = 0; i < KEEP_ALIVES; i++) {
      run(new KeepAlive(server, tally(Kind.KEEP_ALIVE), SIZE, 0, KEEP_ALIVE_MILLIS));
    }
    for (int i = 0; i < PIPELINED; i++) {
      run(new Pipelined(server, tally(Kind.PIPELINED)));
    }
    for (int i = 0; i < UPLOADS; i++) {
      run(new Uploads(server, tally(Kind.UPLOAD)));
    }
    for (int i = 0; i < SOCKETS; i++) {
      run(new Sockets(server, tally(Kind.WEBSOCKET)));
    }
    for (int i = 0; i < LONG_POLLS; i++) {
      run(new KeepAlive(server, tally(Kind.LONG_POLL), SIZE, LONG_POLL_MILLIS, 0));
    }
    idle.check();
    start(this::openConnections);
    start(this::watchHiccups);
  }

  private Tally tally(Kind kind) {
    return java.util.Objects.requireNonNull(tallies.get(kind));
  }

  private void run(Client client) {
    start(() -> use(client));
  }

  private void use(Client client) throws InterruptedException {
    while (!ending) {
      client.step();
      Thread.sleep(client.pause());
    }
    client.hangUp();
  }

  /** What is answered or not makes no difference to how many come. */
  private void openConnections() throws InterruptedException {
    var connections = new NewConnections(server, tally(Kind.ONE_CONNECTION), witness);
    long due = System.nanoTime();
    while (!ending) {
      start(connections::ask);
      due += TimeUnit.MILLISECONDS.toNanos(NEW_CONNECTION_MILLIS);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
  }

  private void watchHiccups() throws InterruptedException {
    while (!ending) {
      hiccups.nap();
    }
  }

  /** Something that a thread does. */
  @FunctionalInterface
  private interface Task {
    void run() throws InterruptedException;
  }

  private void start(Task task) {
    threads.execute(() -> {
      try {
        task.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // and so it ends
      } catch (RuntimeException e) {
        failure.compareAndSet(null, e);
      }
    });
  }

  /** Who has answered. */
  public Witness witness() {
    return witness;
  }

  /** The warming up is over: gaps count from now on. */
  public void settle() {
    tallies.values().forEach(Tally::settle);
    hiccups.settle();
  }

  /** Looks whether the idle connections still live, by using each of them. */
  public void checkIdle() {
    idle.check();
  }

  /** The longest time in which this process itself did not run. */
  public long hiccupMillis() {
    return hiccups.longestMillis();
  }

  /**
   * Has everybody finish what they are doing; returns what they have met.
   *
   * @throws IllegalStateException where a client has failed by itself
   */
  public Map<Kind, Figures> end() {
    tallies.values().forEach(Tally::end);
    close();
    Throwable problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException("a client of ours has failed", problem);
    }
    var figures = new EnumMap<Kind, Figures>(Kind.class);
    tallies.forEach((kind, tally) -> figures.put(kind, tally.figures()));
    return figures;
  }

  @Override
  public void close() {
    ending = true;
    threads.close();
    idle.close();
  }
}
