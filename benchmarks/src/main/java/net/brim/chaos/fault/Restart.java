package net.brim.chaos.fault;

import java.io.IOException;
import java.util.Set;

/** {@code brimd restart} and SIGUSR2, in turn: the supervisor replaces itself. */
record Restart() implements Fault {

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST + "; the pid stays";
  }

  @Override
  public void strike(Scene scene, int round)
      throws IOException, InterruptedException, NotAvailableException, NotRecoveredException {
    Set<Long> old = scene.serving();
    long pid = scene.brimd().supervisor();
    if (round % 2 == 0) {
      scene.signalSupervisor("USR2");
    } else {
      var _ = scene.command(0, "restart");
    }
    scene.awaitOthers(old, scene.workers());
    if (scene.brimd().supervisor() != pid) {
      scene.remark("a restart changed the pid of the supervisor");
    }
  }
}
