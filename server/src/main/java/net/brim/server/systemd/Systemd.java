package net.brim.server.systemd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.brim.os.Os;
import net.brim.server.config.SystemdUse;

/** What a service manager that started this process has to do with it. */
public final class Systemd {

  /** The first of the descriptors that are passed. */
  private static final int FIRST = 3;

  private static final String UNNAMED = "unknown";

  private Systemd() {}

  /** How to tell it; {@link Notifier#NONE} where there is none, or it is not wanted. */
  public static Notifier notifier(Os os, SystemdUse use, Map<String, String> environment) {
    return socket(environment)
        .filter(path -> use != SystemdUse.NO)
        .<Notifier>map(path ->
            new SystemdNotifier(
                new NotifySocket(os, path),
                environment,
                ProcessHandle.current().pid(),
                System::nanoTime))
        .orElse(Notifier.NONE);
  }

  /** Whether there is one to tell. */
  public static boolean listens(Map<String, String> environment) {
    return socket(environment).isPresent();
  }

  /** Other kinds of addresses, such as vsock, are for machines, not for services. */
  private static Optional<String> socket(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(Variables.NOTIFY_SOCKET))
        .filter(path -> path.length() > 1 && (path.startsWith("/") || path.startsWith("@")));
  }

  /**
   * The descriptors that are passed to this very process.
   *
   * @throws IllegalArgumentException where the variables say nothing that could be
   */
  public static List<PassedDescriptor> passed(
      SystemdUse use, Map<String, String> environment, long pid) {
    String count = environment.get(Variables.LISTEN_FDS);
    String whose = environment.get(Variables.LISTEN_PID);
    if (use == SystemdUse.NO || count == null || !Long.toString(pid).equals(whose)) {
      return List.of();
    }
    if (!count.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException("LISTEN_FDS is no number of descriptors: " + count);
    }
    String[] names = environment.getOrDefault(Variables.LISTEN_FDNAMES, "").split(":", -1);
    var passed = new ArrayList<PassedDescriptor>();
    for (int i = 0; i < Integer.parseInt(count); i++) {
      String name = i < names.length && !names[i].isEmpty() ? names[i] : UNNAMED;
      passed.add(new PassedDescriptor(FIRST + i, name));
    }
    return passed;
  }
}
