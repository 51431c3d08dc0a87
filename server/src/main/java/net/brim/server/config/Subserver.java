package net.brim.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What one section says that has workers of its own; the kinds are a closed set. */
public sealed interface Subserver permits StreamSubserver, UdpSubserver, DaemonSubserver {

  /** The name of its section as it was written, such as {@code wsgi#admin}. */
  String section();

  /** Where it listens; no two of them overlap. None for daemons, else at least one. */
  List<ListenAddress> addresses();

  /** What an address begins with where it is spoken to: such as {@code https}. */
  String scheme();

  /** Whether its workers go on with a connection as those do that other settings have begun it. */
  default boolean takesConnectionsOf(Subserver before) {
    return scheme().equals(before.scheme());
  }

  /** How many workers it has, 1 or more. */
  int workers();

  /** Event loops of each worker; none for daemons, else at least one. */
  int hubs();

  /** The names of its slots, in their order: {@code 0}, {@code 1}… or those of daemons. */
  default List<String> slots() {
    var names = new ArrayList<String>();
    for (int i = 0; i < workers(); i++) {
      names.add(Integer.toString(i));
    }
    return names;
  }

  /** The class of the JSON codec; null for the built-in one. */
  @Nullable String json();

  /** Flags for the JVM of each worker, after Brim's own. */
  List<String> javaOptions();

  /** What is added to the supervisor's own niceness for the workers, -20 to 19; empty for none. */
  OptionalInt nice();

  /** How many workers it has in reserve. */
  int spares();

  /** What its workers must not exceed. */
  WorkerLimits limits();

  /** How its workers log. */
  LogSettings log();
}
