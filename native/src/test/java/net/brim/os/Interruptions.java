package net.brim.os;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** Interrupts the system calls of one thread with a signal whose handler does nothing. */
final class Interruptions implements AutoCloseable {

  private static final CFunction SIGNAL = CFunction.returningLong("signal");
  private static final CFunction SIGINTERRUPT = CFunction.returningInt("siginterrupt");
  private static final CFunction PTHREAD_SELF = CFunction.returningLong("pthread_self");
  private static final CFunction PTHREAD_KILL = CFunction.returningInt("pthread_kill");

  private final Frame frame = new Frame();
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile long thread;

  Interruptions() {
    // Any function that does nothing of note serves as the handler.
    SIGNAL.call(frame, Signals.USR1, CFunction.returningInt("getpid").resolve().address());
    SIGINTERRUPT.call(frame, Signals.USR1, 1);
  }

  Thread start(Runnable task) {
    return Thread.ofPlatform()
        .start(() -> {
          try (Frame own = new Frame()) {
            thread = PTHREAD_SELF.call(own);
          }
          started.countDown();
          task.run();
        });
  }

  void send(int times) throws InterruptedException {
    started.await();
    for (int i = 0; i < times; i++) {
      PTHREAD_KILL.call(frame, thread, Signals.USR1);
      Thread.sleep(1);
    }
  }

  void sendUntil(BooleanSupplier done) throws InterruptedException {
    while (!done.getAsBoolean()) {
      send(1);
    }
  }

  @Override
  public void close() {
    SIGNAL.call(frame, Signals.USR1, 0);
    frame.close();
  }
}
