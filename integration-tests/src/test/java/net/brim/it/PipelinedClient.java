package net.brim.it;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that sends four requests at once over a connection that it keeps, reads the answers, and
 * goes on. It makes another connection only where an answer says that this was the last one.
 */
final class PipelinedClient implements AutoCloseable {

  private static final int DEPTH = 4;
  private static final String REQUEST = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

  private final int port;
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("pipeline").unstarted(this::run);
  private volatile boolean over;

  PipelinedClient(int port) {
    this.port = port;
    thread.start();
  }

  /** How many requests were answered with 200. */
  int answered() {
    return answered.get();
  }

  /** How many connections ended in order between a request and its answer's first byte. */
  int closed() {
    return closed.get();
  }

  /** What went wrong. */
  List<String> broken() {
    return broken;
  }

  /** Waits until that many more requests are answered. */
  void awaitMore(int count) {
    int goal = answered.get() + count;
    Await.until(() -> "more answers; broken " + broken, () -> answered.get() >= goal);
  }

  private void run() {
    while (!over) {
      try (RawClient client = RawClient.connect(port)) {
        talk(client);
      } catch (IOException e) {
        broken.add(e.toString());
      }
    }
  }

  private void talk(RawClient client) throws IOException {
    boolean open = true;
    while (open && !over) {
      client.send(REQUEST.repeat(DEPTH));
      if (!client.hasMore()) {
        closed.incrementAndGet(); // while it was idle
        return;
      }
      for (int i = 0; i < DEPTH && open; i++) {
        RawClient.Response response = client.read();
        if (response.status() == 200) {
          answered.incrementAndGet();
        } else {
          broken.add(response.statusLine());
        }
        open = !"close".equals(response.header("Connection"));
      }
    }
  }

  /** Waits for the answers to the last requests. */
  void end() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
  }
}
