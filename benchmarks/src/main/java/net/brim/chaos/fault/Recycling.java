package net.brim.chaos.fault;

import java.util.List;
import java.util.Set;

/** Workers that are replaced after so many requests; a round is over when all have been. */
record Recycling() implements Fault {

  @Override
  public String name() {
    return "recycle";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST;
  }

  @Override
  public List<String> http() {
    return List.of("max_requests = 500", "max_requests_jitter = 200");
  }

  @Override
  public void strike(Scene scene, int round) throws InterruptedException, NotRecoveredException {
    Set<Long> old = scene.serving();
    scene.awaitOthers(old, scene.workers());
  }
}
