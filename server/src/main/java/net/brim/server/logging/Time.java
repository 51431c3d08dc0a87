package net.brim.server.logging;

import java.util.concurrent.locks.LockSupport;

/** The clock that lines are stamped with and by which the writer thread waits. */
interface Time {

  /** The system's. */
  Time SYSTEM =
      new Time() {
        @Override
        public long millis() {
          return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(long nanos) {
          LockSupport.parkNanos(this, nanos);
        }
      };

  /** Milliseconds since 1970. */
  long millis();

  /** A time to measure by, as {@link System#nanoTime()}. */
  long nanos();

  /** Waits about that long. */
  void pause(long nanos);
}
