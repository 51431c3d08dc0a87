package net.brim.chaos.fault;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.brim.chaos.load.Figures;
import net.brim.chaos.load.Kind;
import net.brim.chaos.site.Brimd;

/** Something that happens to a server again and again. */
public interface Fault {

  /** What {@code --faults} calls it. */
  String name();

  /** What is expected, for the last column of the table. */
  String expected();

  /** Options of {@code [brim]} that it needs. */
  default List<String> brim() {
    return List.of();
  }

  /** Options of {@code [http]} that it needs. */
  default List<String> http() {
    return List.of();
  }

  /**
   * Prepares the machine for a server that has not started yet.
   *
   * @throws NotAvailableException where this machine cannot do what it needs
   */
  default void prepare(Brimd brimd)
      throws IOException, InterruptedException, NotAvailableException {}

  /** Starts the server; returns when it serves. */
  default void start(Scene scene) throws IOException, InterruptedException, NotAvailableException {
    scene.start();
  }

  /**
   * Has it happen once, and waits until the server has dealt with it.
   *
   * @param round from 1
   * @throws NotAvailableException where this server has no such command
   * @throws NotRecoveredException where it does not come back
   */
  void strike(Scene scene, int round)
      throws IOException, InterruptedException, NotAvailableException, NotRecoveredException;

  /** Undoes what {@link #prepare} did; the server has ended. */
  default void cleanUp(Brimd brimd) throws IOException, InterruptedException {}

  /** Lines of the log that it causes, and that look grave. */
  default List<Pattern> planned() {
    return List.of();
  }

  /** What else can be told when all is over. */
  default List<String> remarks(Map<Kind, Figures> figures, List<String> log) {
    return List.of();
  }
}
