package net.brim.server.plan;

import java.util.List;
import net.brim.api.AppFactory;
import net.brim.api.ConfException;
import net.brim.api.Stat;

/**
 * An app that stands in no pipeline, whose section has been read: all that is left is to make it,
 * once or again.
 *
 * @param name its section
 */
public record SoloApp<S, A>(String name, AppFactory<S, ? extends A> factory, S settings) {

  /** What it counts. */
  public List<Stat> stats() {
    return factory.statsConf(name, settings);
  }

  /**
   * Makes it.
   *
   * @throws ConfException of the app, as it was thrown
   * @throws AppFailedException where the app threw anything else
   */
  public A create() {
    try {
      return factory.create(name, settings);
    } catch (ConfException | AppFailedException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new AppFailedException(name, factory.getClass().getName(), e);
    }
  }
}
