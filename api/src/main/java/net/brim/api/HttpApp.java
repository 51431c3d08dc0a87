package net.brim.api;

import java.util.List;

/**
 * An HTTP application: one element of a pipeline, from request to response in blocking style.
 *
 * <p>{@link #handle} is called on one thread for each connection, so calls for different
 * connections run at the same time. An app answers itself, or calls the next app of its pipeline
 * and may change what comes back. The last app of every pipeline answers 404.
 *
 * <p>The shortest app is a public class that implements this interface and has a public constructor
 * {@code (String name, Conf conf, HttpApp next)}; one with settings of its own implements {@link
 * Factory}. Either is named by the option {@code call} of the app's section.
 */
@FunctionalInterface
public interface HttpApp {

  /**
   * Answers one request.
   *
   * @throws HttpException to answer with its response
   * @throws Exception anything else becomes a 500 with the transaction id, and is logged
   */
  Response handle(Request request) throws Exception;

  /**
   * Makes the app that a section of the configuration names: a public class with a public
   * no-argument constructor.
   *
   * @param <S> the app's own settings, made once from the configuration
   */
  interface Factory<S> {

    /**
     * Reads the section {@code name}; called before anything starts, and again in each worker.
     *
     * @throws ConfException where the section is wrong; its message is what the user sees
     */
    S parseConf(String name, Conf conf);

    /** Names the statistics that the app counts in {@link Request#stats()}. */
    default List<Stat> statsConf(String name, S settings) {
      return List.of();
    }

    /** Makes the app; called once in each worker. */
    HttpApp create(String name, S settings, HttpApp next);
  }
}
