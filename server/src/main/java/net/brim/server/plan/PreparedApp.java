package net.brim.server.plan;

import java.util.List;
import net.brim.api.HttpApp;
import net.brim.api.Stat;

/**
 * An app whose section has been read: all that is left is to make it.
 *
 * @param name its section
 */
public record PreparedApp<S>(String name, HttpApp.Factory<S> factory, S settings) {

  /** What it counts. */
  public List<Stat> stats() {
    return factory.statsConf(name, settings);
  }

  /** Makes it. */
  public HttpApp create(HttpApp next) {
    return factory.create(name, settings, next);
  }
}
