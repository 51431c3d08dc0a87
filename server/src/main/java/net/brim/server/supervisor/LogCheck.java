package net.brim.server.supervisor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.LogTarget;
import net.brim.server.config.Settings;
import net.brim.server.config.Subserver;

/**
 * Sees to it, as the user that Brim runs as, that log lines arrive somewhere: once it runs, a log
 * that cannot be written is dropped and counted, and nobody may notice.
 */
final class LogCheck {

  private LogCheck() {}

  /**
   * Opens each log file once.
   *
   * @throws StartFailedException where one cannot be written
   */
  static void run(Settings settings) {
    check("brim", "log_to", settings.brim().log().to());
    for (Subserver subserver : settings.subservers()) {
      check(subserver.section(), "log_to", subserver.log().to());
      if (subserver instanceof HttpSubserver http) {
        check(http.section(), "access_log_to", http.accessLog().to());
      }
    }
  }

  private static void check(String section, String option, LogTarget target) {
    if (target instanceof LogTarget.File file) {
      try {
        Files.newOutputStream(file.path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
            .close();
      } catch (IOException e) {
        throw new StartFailedException(
            "[%s] %s: the log file %s cannot be written: %s"
                .formatted(section, option, file.path(), reason(e)),
            e);
      }
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : e.toString();
  }
}
