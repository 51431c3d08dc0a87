package net.brim.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.api.Conf;
import net.brim.server.config.BrimSettings;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.LogTarget;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.config.Subserver;
import net.brim.server.plan.Launch;
import org.jspecify.annotations.Nullable;

/**
 * Checks, in a process that has become the user of a server, that this user may get at what the
 * server needs: else it would fail after root's part of the start, or at the first rotation of its
 * logs.
 */
final class UserAccess {

  private static final String BRIM = "brim";

  private final String user;
  private final Conf conf;
  private final Settings settings;
  private final Problems problems;

  /** Adds what is wrong to those problems. */
  UserAccess(String user, Conf conf, Settings settings, Problems problems) {
    this.user = user;
    this.conf = conf;
    this.settings = settings;
    this.problems = problems;
  }

  /** Whether applications can be loaded. */
  boolean classpathIsReadable(Launch launch) {
    boolean readable = true;
    for (String file : new String[] {launch.java().getFirst(), launch.program().getLast()}) {
      Path path = Path.of(file);
      if (file.startsWith("/") && !Files.isReadable(path)) {
        problems.add(
            "%s, which brimd runs, cannot be read by user %s: %s"
                .formatted(path, user, reason(path)));
        readable = false;
      }
    }
    for (Path entry : settings.brim().classpath()) {
      boolean enterable = !Files.isDirectory(entry) || Files.isExecutable(entry);
      if (!Files.isReadable(entry) || !enterable) {
        problem(BRIM, "classpath", "cannot be read", entry);
        readable = false;
      }
    }
    return readable;
  }

  /** Looks at the files to write and at the directory to change into. */
  void checkFiles(Launch launch) {
    BrimSettings brim = settings.brim();
    if (brim.basedir() != null && !Files.isExecutable(brim.basedir())) {
      problem(BRIM, "basedir", "cannot be entered", brim.basedir());
    }
    checkWritable(BRIM, "errorlog", launch.detached() ? brim.errorlog() : null);
    checkWritable(BRIM, "log_to", fileOf(brim.log().to()));
    for (Subserver subserver : settings.subservers()) {
      checkWritable(subserver.section(), "log_to", fileOf(subserver.log().to()));
      if (subserver instanceof HttpSubserver http) {
        checkWritable(http.section(), "access_log_to", fileOf(http.accessLog().to()));
      }
    }
  }

  private void checkWritable(String section, String option, @Nullable Path file) {
    if (file == null || Files.isWritable(file)) {
      return;
    }
    Path directory = file.toAbsolutePath().getParent();
    if (Files.exists(file) || directory == null || !Files.isWritable(directory)) {
      problem(section, option, "cannot be written", file);
    }
  }

  private void problem(String section, String option, String what, Path path) {
    problems.add(
        conf, section, option, "%s %s by user %s: %s".formatted(path, what, user, reason(path)));
  }

  /** The first directory on the way that cannot be entered is what one has to know. */
  private static String reason(Path path) {
    Path absolute = path.toAbsolutePath();
    for (int length = 1; length < absolute.getNameCount(); length++) {
      Path directory = absolute.getRoot().resolve(absolute.subpath(0, length));
      if (!Files.isExecutable(directory)) {
        return directory + " cannot be entered";
      }
    }
    return "permission denied";
  }

  private static @Nullable Path fileOf(LogTarget target) {
    return target instanceof LogTarget.File file ? file.path() : null;
  }
}
