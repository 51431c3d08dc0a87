package net.brim.server.admin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.control.ResidentMemory;
import net.brim.server.control.StatusReport;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Answers probes and monitors over HTTP, on one thread of the supervisor: never a worker, so that
 * no app can be in the way.
 */
public final class AdminServer implements AutoCloseable {

  /** When there are more, the oldest one goes: nobody can keep the probes out. */
  private static final int MOST_CLIENTS = 32;

  /** How long not to accept where the system has no descriptor for another client. */
  private static final long PAUSE_MILLIS = 100;

  private static final long NEVER = Long.MAX_VALUE;

  /** Indices of what is polled. */
  private static final int WAKEUP = 0;

  private static final int LISTENER = 1;
  private static final int CLIENTS = 2;

  private final Os os;
  private final int listener;
  private final Supplier<CompletableFuture<StatusReport>> supervisor;
  private final ToLongFunction<StatusReport.Worker> memory;
  private final int[] wakeup;
  private final Thread thread = Thread.ofPlatform().daemon().name("admin").unstarted(this::run);
  private final Deque<Client> clients = new ArrayDeque<>();
  private @Nullable CompletableFuture<StatusReport> asked;
  private long acceptAt;
  private volatile boolean closed;
  private boolean over;

  private AdminServer(Os os, int listener, Supplier<CompletableFuture<StatusReport>> supervisor) {
    this.os = os;
    this.listener = listener;
    this.supervisor = supervisor;
    this.memory = worker -> ResidentMemory.of(worker.pid());
    this.wakeup = os.pipe();
  }

  /**
   * Begins to answer.
   *
   * @param listener a socket that listens, which stays the caller's
   * @param supervisor asks the supervisor's loop; may be called by any thread
   */
  public static AdminServer start(
      Os os, int listener, Supplier<CompletableFuture<StatusReport>> supervisor) {
    var server = new AdminServer(os, listener, supervisor);
    server.thread.start();
    return server;
  }

  /** Cuts all clients off; the listener can be closed after that. Again, it does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    wake();
    try {
      thread.join();
      closeWakeup();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was asked for may come when all is closed, and the descriptors may be others' by then. */
  private void wake() {
    synchronized (wakeup) {
      if (!over) {
        os.write(wakeup[1], new byte[1], 0, 1);
      }
    }
  }

  private void closeWakeup() {
    synchronized (wakeup) {
      over = true;
      os.close(wakeup[0]);
      os.close(wakeup[1]);
    }
  }

  private void run() {
    while (!closed) {
      turn();
    }
    clients.forEach(Client::close);
  }

  private void turn() {
    List<Client> served = List.copyOf(clients);
    boolean[] ready = poll(served);
    long now = now();
    if (ready[WAKEUP]) {
      os.tryRead(wakeup[0], new byte[64], 0, 64);
    }
    for (int i = 0; i < served.size(); i++) {
      served.get(i).advance(ready[CLIENTS + i], now);
    }
    clients.removeIf(client -> client.state() == Client.State.CLOSED);
    if (ready[LISTENER]) {
      accept(now);
    }
  }

  private boolean[] poll(List<Client> served) {
    var polled = new ArrayList<Integer>();
    var writing = new boolean[CLIENTS + served.size()];
    long now = now();
    long next = acceptAt > now ? acceptAt : NEVER;
    polled.add(wakeup[0]);
    polled.add(acceptAt > now ? -1 : listener);
    for (Client client : served) {
      writing[polled.size()] = client.state() == Client.State.WRITING;
      polled.add(client.polled());
      next = Math.min(next, client.deadline());
    }
    int wait = next == NEVER ? -1 : Math.clamp(next - now, 0, Integer.MAX_VALUE);
    return os.poll(polled.stream().mapToInt(Integer::intValue).toArray(), writing, wait);
  }

  private void accept(long now) {
    try {
      int descriptor = os.accept(listener);
      if (descriptor >= 0) {
        if (clients.size() >= MOST_CLIENTS) {
          clients.removeFirst().close();
        }
        clients.addLast(new Client(os, descriptor, this::ask, memory, now));
      }
    } catch (OsException e) {
      Log.main().log(Severity.WARNING, "admin: a client is not let in: " + e.getMessage());
      acceptAt = now + PAUSE_MILLIS;
    }
  }

  /** Clients that ask at the same time share one answer: the loop has no more to do for many. */
  private CompletableFuture<StatusReport> ask() {
    CompletableFuture<StatusReport> pending = asked;
    if (pending == null || pending.isDone()) {
      pending = supervisor.get();
      asked = pending;
      var _ = pending.thenRun(this::wake);
    }
    return pending;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
