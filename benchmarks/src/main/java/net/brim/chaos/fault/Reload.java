package net.brim.chaos.fault;

import java.io.IOException;
import java.util.Set;
import net.brim.chaos.site.Said;

/** {@code brimd reload} with a new release of the app. */
record Reload() implements Fault {

  @Override
  public String name() {
    return "reload";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST;
  }

  @Override
  public void strike(Scene scene, int round)
      throws IOException, InterruptedException, NotAvailableException, NotRecoveredException {
    Set<Long> old = scene.serving();
    scene
        .brimd()
        .configure(
            scene.conf().withApp("call = net.brim.chaos.app.ChaosApp", "release = " + round));
    Said said = scene.command(0, "reload");
    if (said.status() == 0) {
      scene.witness().expectRelease(round);
      scene.awaitOthers(old, scene.workers());
    }
  }
}
