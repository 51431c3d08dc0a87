package net.brim.server.systemd;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment variables by which a service manager talks to the one process that it started.
 * What that process starts must not find them: it would take the sockets and the watchdog for its
 * own.
 */
public final class Variables {

  static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";
  static final String WATCHDOG_USEC = "WATCHDOG_USEC";
  static final String WATCHDOG_PID = "WATCHDOG_PID";
  static final String FDSTORE = "FDSTORE";
  static final String LISTEN_PID = "LISTEN_PID";
  static final String LISTEN_FDS = "LISTEN_FDS";
  static final String LISTEN_FDNAMES = "LISTEN_FDNAMES";

  private static final Set<String> OF_SOCKETS =
      Set.of(LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES, "LISTEN_PIDFDID");
  private static final Set<String> OF_NOTIFICATIONS =
      Set.of(NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID, FDSTORE, "MAINPID");

  private Variables() {}

  /** An environment without all of them, for a worker. */
  public static Map<String, String> without(Map<String, String> environment) {
    Map<String, String> rest = withoutSockets(environment);
    rest.keySet().removeAll(OF_NOTIFICATIONS);
    return rest;
  }

  /** An environment without those that tell of sockets, which are for the process that reads it. */
  public static Map<String, String> withoutSockets(Map<String, String> environment) {
    var rest = new TreeMap<>(environment);
    rest.keySet().removeAll(OF_SOCKETS);
    return rest;
  }
}
