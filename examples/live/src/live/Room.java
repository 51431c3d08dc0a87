package live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What was said, in its order; each sentence has its index as its number. */
final class Room {

  /** Is told what was said. */
  interface Listener {
    void heard(int number, String sentence) throws IOException;
  }

  private final List<String> said = new ArrayList<>();

  synchronized void say(String sentence) {
    said.add(sentence);
    notifyAll();
  }

  /**
   * Tells {@code listener} all from that number on, as it is said, until the thread is interrupted
   * or the listener fails.
   */
  void listen(int from, Listener listener) throws IOException, InterruptedException {
    for (int number = from; ; number++) {
      listener.heard(number, await(number));
    }
  }

  private synchronized String await(int number) throws InterruptedException {
    while (number >= said.size()) {
      wait();
    }
    return said.get(number);
  }
}
