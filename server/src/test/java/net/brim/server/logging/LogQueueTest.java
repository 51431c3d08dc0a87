package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogQueueTest {

  private final LogChannel channel = DirectOutlet.channel("test", new TestSink(), new TestTime());

  private Line line(int number) {
    return new Line(channel, new LineBuffer(16).padded(number, 10));
  }

  @Test
  void aQueueThatWasTakenHasRoomAgain() {
    var queue = new LogQueue(2, 1000);
    assertTrue(queue.offer(line(1)) && queue.offer(line(2)));
    assertTrue(!queue.offer(line(3)));
    queue.take();
    assertNull(queue.take());
    assertTrue(queue.offer(line(4)));
  }

  @Test
  void linesOfSeveralThreadsAreAllThereInTheOrderOfEach() throws Exception {
    int threads = 4;
    int each = 20_000;
    var queue = new LogQueue(threads * each, Long.MAX_VALUE);
    var running = new AtomicInteger(threads);
    var started = new ArrayList<Thread>();
    for (int i = 0; i < threads; i++) {
      int base = i * each;
      started.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < each; n++) {
                  queue.offer(line(base + n));
                }
                running.decrementAndGet();
              }));
    }
    int[] seen = new int[threads];
    boolean last = false;
    while (!last) {
      last = running.get() == 0;
      for (Line line = queue.take(); line != null; line = line.next) {
        int number =
            Integer.parseInt(new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII));
        assertEquals(seen[number / each]++, number % each);
      }
    }
    for (Thread thread : started) {
      thread.join();
    }
    for (int count : seen) {
      assertEquals(each, count);
    }
  }
}
