package net.brim.server.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.server.config.AccessLogSettings;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogTarget;

/** Where {@code log_to = auto} leads in a process that may have a terminal. */
public final class LogTargets {

  private static final Path SYSLOG = Path.of("/dev/log");

  private LogTargets() {}

  /** The settings with stderr instead of {@code auto} where there is a terminal. */
  public static LogSettings effective(LogSettings settings, boolean terminal) {
    return terminal && settings.to() instanceof LogTarget.Auto
        ? with(settings, new LogTarget.Stderr())
        : settings;
  }

  /** The settings with another target. */
  public static LogSettings with(LogSettings settings, LogTarget to) {
    return new LogSettings(settings.name(), settings.threshold(), settings.facility(), to);
  }

  /** The settings with another target. */
  public static AccessLogSettings with(AccessLogSettings settings, LogTarget to) {
    return new AccessLogSettings(settings.format(), to, settings.headers(), settings.authTokens());
  }

  /** Whether lines for that target go to stderr on this machine as it is now. */
  public static boolean isStderr(LogTarget target) {
    // No switch on types: linking one takes a starting worker some ten milliseconds.
    return target instanceof LogTarget.Stderr
        || (target instanceof LogTarget.Auto && !Files.exists(SYSLOG));
  }

  /**
   * Whether a file, or what a descriptor stands for, can be opened anew: sockets and others' files
   * cannot.
   */
  public static boolean canOpen(Path file) {
    try {
      String target = Files.isSymbolicLink(file) ? Files.readSymbolicLink(file).toString() : "";
      return !target.startsWith("socket:") && Files.isWritable(file);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a descriptor of this process is a terminal. */
  public static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false; // closed, or not on Linux
    }
  }
}
