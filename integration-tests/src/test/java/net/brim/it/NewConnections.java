package net.brim.it;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that make one connection for each request, without a pause, until they are closed. */
final class NewConnections implements AutoCloseable {

  private final int port;
  private final String path;
  private final AtomicInteger answered = new AtomicInteger();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final List<Thread> threads;
  private volatile boolean over;

  private NewConnections(int port, String path, int clients) {
    this.port = port;
    this.path = path;
    this.threads = java.util.stream.IntStream.range(0, clients).mapToObj(this::client).toList();
  }

  /** Starts that many clients. */
  static NewConnections start(int port, String path, int clients) {
    var load = new NewConnections(port, path, clients);
    load.threads.forEach(Thread::start);
    return load;
  }

  /** How many requests were answered with 200. */
  int answered() {
    return answered.get();
  }

  /** Connections that could not be made. */
  List<String> refused() {
    return refused;
  }

  /** Requests that got no whole response, or another one. */
  List<String> broken() {
    return broken;
  }

  /** Waits until that many more requests are answered. */
  void awaitMore(int count) {
    int goal = answered.get() + count;
    Await.until(
        () -> "%d more answers; refused %s, broken %s".formatted(count, refused, broken),
        () -> answered.get() >= goal);
  }

  private Thread client(int index) {
    return Thread.ofPlatform().daemon().name("client " + index).unstarted(this::run);
  }

  private void run() {
    while (!over) {
      try {
        RawClient.Response response = RawClient.get(port, path);
        if (response.status() == 200) {
          answered.incrementAndGet();
        } else {
          broken.add(response.statusLine());
        }
      } catch (ConnectException e) {
        refused.add(e.toString());
      } catch (IOException e) {
        broken.add(e.toString());
      }
    }
  }

  /** Waits for the answers to the last requests. */
  void end() {
    over = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    end();
  }
}
