package net.brim.server.supervisor;

import java.util.Arrays;
import net.brim.server.vitals.Vitals;

/** Notices how long the hubs of one worker, of which there is one at least, have been silent. */
final class PulseCheck {

  private final Vitals vitals;
  private final long[] beats;
  private final long[] heardAt;

  /** All hubs count as heard at {@code time}, in milliseconds of a {@link PatientClock}. */
  PulseCheck(Vitals vitals, long time) {
    this.vitals = vitals;
    this.beats = new long[vitals.hubs()];
    this.heardAt = new long[vitals.hubs()];
    Arrays.fill(heardAt, time);
    var _ = listen(time);
  }

  /**
   * Listens to all hubs.
   *
   * @return the one that has been silent for longest
   */
  int listen(long time) {
    int silent = 0;
    for (int hub = 0; hub < beats.length; hub++) {
      long beat = vitals.lastBeat(hub);
      if (beat != beats[hub]) {
        beats[hub] = beat;
        heardAt[hub] = time;
      }
      if (heardAt[hub] < heardAt[silent]) {
        silent = hub;
      }
    }
    return silent;
  }

  /** For how many milliseconds that hub had been silent when we listened last, at {@code time}. */
  long silence(int hub, long time) {
    return time - heardAt[hub];
  }
}
