package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PollTest {

  @Test
  void tellsWhichDescriptorsAreReady() {
    int[] one = OS.pipe();
    int[] other = OS.pipe();
    int[] both = {one[0], other[0]};
    assertArrayEquals(new boolean[] {false, false}, OS.poll(both, 0));
    Child.write(other[1], "x");
    assertArrayEquals(new boolean[] {false, true}, OS.poll(both, -1));
    OS.close(one[1]);
    assertArrayEquals(new boolean[] {true, true}, OS.poll(both, -1), "the end counts as ready");
    OS.close(one[0]);
    OS.close(other[0]);
    OS.close(other[1]);
  }

  @Test
  void endsAtTheTimeout() {
    int[] pipe = OS.pipe();
    long start = System.nanoTime();
    assertArrayEquals(new boolean[] {false}, OS.poll(new int[] {pipe[0]}, 30));
    assertTrue(System.nanoTime() - start >= 29_000_000);
    OS.close(pipe[0]);
    OS.close(pipe[1]);
  }

  @Test
  void returnsAfterASignal() throws Exception {
    int[] pipe = OS.pipe();
    try (Interruptions interruptions = new Interruptions()) {
      CompletableFuture<boolean[]> polled = new CompletableFuture<>();
      Thread thread = interruptions.start(() -> polled.complete(OS.poll(pipe, -1)));
      interruptions.sendUntil(polled::isDone);
      assertArrayEquals(new boolean[] {false, false}, polled.join());
      thread.join();
    }
    OS.close(pipe[0]);
    OS.close(pipe[1]);
  }

  @Test
  void readGoesOnAfterASignal() throws Exception {
    int[] pipe = OS.pipe();
    try (Interruptions interruptions = new Interruptions()) {
      CompletableFuture<Integer> count = new CompletableFuture<>();
      Thread thread =
          interruptions.start(() -> count.complete(OS.read(pipe[0], new byte[9], 0, 9)));
      interruptions.send(20);
      Child.write(pipe[1], "xyz");
      assertEquals(3, count.get());
      thread.join();
    }
    OS.close(pipe[0]);
    OS.close(pipe[1]);
  }
}
