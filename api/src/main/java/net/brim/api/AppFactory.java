package net.brim.api;

import java.util.List;

/**
 * Makes the app that a section of the configuration names where apps form no pipeline: of {@code
 * [tcp]}, {@code [udp]} and {@code [daemons]}. It is a public class with a public no-argument
 * constructor.
 *
 * @param <S> the app's own settings, made once from the configuration
 * @param <A> the kind of app
 */
public interface AppFactory<S, A> {

  /**
   * Reads the section {@code name}; called before anything starts, and again in each worker.
   *
   * @throws ConfException where the section is wrong; its message is what the user sees
   */
  S parseConf(String name, Conf conf);

  /** Names the statistics that the app counts in {@link Context#stats()}. */
  default List<Stat> statsConf(String name, S settings) {
    return List.of();
  }

  /** Makes the app; called in each worker, and again there when the app has failed. */
  A create(String name, S settings);
}
