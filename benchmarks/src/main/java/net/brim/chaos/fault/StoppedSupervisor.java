package net.brim.chaos.fault;

import java.io.IOException;

/** The supervisor is stopped for a second, and goes on. */
record StoppedSupervisor() implements Fault {

  private static final long MILLIS = 1000;

  @Override
  public String name() {
    return "stop-supervisor";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST + "; it works on";
  }

  @Override
  public void strike(Scene scene, int round)
      throws IOException, InterruptedException, NotAvailableException {
    scene.signalSupervisor("STOP");
    Thread.sleep(MILLIS);
    scene.signalSupervisor("CONT");
    var _ = scene.command(0, "status", "-v");
  }
}
