package net.brim.chaos.fault;

import java.util.List;

/** All faults there are. */
public final class Faults {

  private Faults() {}

  /** In the order of the table. */
  public static List<Fault> all() {
    return List.of(
        new Quiet(),
        new Reload(),
        new BrokenReload(),
        new Restart(),
        new Scale(),
        new LogRotate(),
        new Recycling(),
        WorkerSignal.retire(),
        WorkerSignal.kill(),
        WorkerSignal.killWithSpare(),
        WorkerSignal.stop(),
        WorkerSignal.crash(),
        new StoppedSupervisor(),
        new KilledSupervisor(),
        new FullDisk(),
        new SyslogGone(),
        new DeafClients(),
        new ClockJumps());
  }
}
