package net.brim.server.supervisor;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import net.brim.os.service.AddressRetry;
import net.brim.server.systemd.Notifier;

/** A pause between two attempts to have an address, which a signal ends together with the start. */
record StartPause(BlockingQueue<Event> events, Notifier notifier) implements AddressRetry.Pause {

  @Override
  public void sleep(Duration time) throws InterruptedException {
    var _ = notifier.alive(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    if (events.poll(time.toMillis(), TimeUnit.MILLISECONDS)
        instanceof Event.SignalReceived(var name)) {
      throw new StartFailedException(
          "stopped by SIG%s while waiting for an address".formatted(name));
    }
  }
}
