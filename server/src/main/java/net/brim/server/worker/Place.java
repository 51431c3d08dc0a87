package net.brim.server.worker;

import java.time.Instant;
import net.brim.server.stats.Bucket;
import net.brim.server.stats.HttpStats;
import net.brim.server.stats.StatsLayout;
import net.brim.server.stats.StatsMemory;

/**
 * The slot that a worker serves, and where it counts. A spare learns it when it is put to use; what
 * it has counted until then, in memory of its own, is added to its bucket.
 */
final class Place {

  /** Of a spare that serves none. */
  static final int NONE = -1;

  private final StatsMemory memory;
  private final String section;
  private final Bucket bucket;
  private volatile int slot;

  private Place(StatsMemory memory, String section, Bucket bucket, int slot) {
    this.memory = memory;
    this.section = section;
    this.bucket = bucket;
    this.slot = slot;
  }

  /** That of a numbered slot. */
  static Place of(StatsMemory memory, String section, int slot) {
    return of(memory, section, slot, Integer.toString(slot));
  }

  /** That of a slot with that name, which is a number or that of a daemon. */
  static Place of(StatsMemory memory, String section, int slot, String name) {
    return new Place(memory, section, memory.bucket(section, name), slot);
  }

  /** That of a spare, which counts as the worker of the first slot would. */
  static Place none(StatsMemory memory, StatsLayout layout, String section) {
    return new Place(memory, section, StatsMemory.create(layout, 0).bucket(section, 0), NONE);
  }

  String section() {
    return section;
  }

  /** Less than 0 while there is none. */
  int slot() {
    return slot;
  }

  Bucket bucket() {
    return bucket;
  }

  /** The statistics of all workers. */
  StatsMemory memory() {
    return memory;
  }

  /** A spare serves that slot from now on. */
  void take(int taken) {
    slot = taken;
    bucket.set(HttpStats.START_TIME, 0);
    bucket.moveTo(memory.bucket(section, taken));
    begin();
  }

  /** The worker begins now, as far as the statistics are concerned. */
  void begin() {
    bucket.set(HttpStats.START_TIME, Instant.now().getEpochSecond());
  }
}
