package net.brim.chaos.fault;

import java.io.IOException;

/** More workers and fewer, by {@code brimd scale} and by signals. */
record Scale() implements Fault {

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST;
  }

  @Override
  public void strike(Scene scene, int round)
      throws IOException, InterruptedException, NotAvailableException, NotRecoveredException {
    int usual = scene.workers();
    switch (round % 5) {
      case 1 -> scaleTo(scene, usual + 2);
      case 2 -> scaleTo(scene, 1);
      case 3 -> scaleTo(scene, usual);
      case 4 -> {
        scene.signalSupervisor("TTIN");
        scene.awaitWorkers(usual + 1);
      }
      default -> {
        scene.signalSupervisor("TTOU");
        scene.awaitWorkers(usual);
      }
    }
  }

  private static void scaleTo(Scene scene, int workers)
      throws IOException, InterruptedException, NotAvailableException, NotRecoveredException {
    var _ = scene.command(0, "scale", "http", Integer.toString(workers));
    scene.awaitWorkers(workers);
  }
}
