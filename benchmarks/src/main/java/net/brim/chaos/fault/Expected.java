package net.brim.chaos.fault;

/** What the same words say of several faults. */
final class Expected {

  static final String NOTHING_LOST = "0 refused, reset, wrong; no idle one dies; gap under 250 ms";

  private Expected() {}
}
