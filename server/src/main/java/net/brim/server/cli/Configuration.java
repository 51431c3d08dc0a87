package net.brim.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.brim.api.Conf;
import net.brim.server.config.ConfReader;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.config.SkippedFile;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a command works with, as it was read.
 *
 * @param problems what is wrong with it; where that is not empty, only the places of the pid file
 *     and of the control socket are to be used
 */
record Configuration(
    Conf conf,
    Settings settings,
    Problems problems,
    List<SkippedFile> skipped,
    @Nullable Path pidFile,
    @Nullable Path controlSocket) {

  static final String NONE_FOUND = "No configuration found.";

  private static final Path SYSTEM_PID_FILE = Path.of("/var/run/brimd.pid");

  /** Reads the files that the options name, or the usual ones. */
  static Configuration read(Options options, Map<String, String> environment) {
    Path home = home(environment);
    List<Path> files =
        options.confs().isEmpty()
            ? List.of(Path.of("/etc/brimd.conf"), home.resolve(".brimd.conf"))
            : options.confs();
    var problems = new Problems();
    var skipped = new ArrayList<SkippedFile>();
    Conf conf = ConfReader.read(files, environment, problems, skipped::add);
    Settings settings = Settings.read(conf, problems);
    Path pidFile = pidFile(options, settings, home);
    return new Configuration(
        conf, settings, problems, skipped, pidFile, controlSocket(settings, pidFile));
  }

  /** Whether no file could be read. */
  boolean isMissing() {
    return conf.files().isEmpty();
  }

  /** Whether the usual pid file may be that of another server than the one that was meant. */
  boolean isElsewhere(Options options) {
    return isMissing() && !options.confs().isEmpty() && options.pidFile() == null;
  }

  /** What to say about the files that were not read. */
  List<String> skippedFiles() {
    return skipped.stream()
        .map(file -> "%s was not read: %s".formatted(file.file(), file.reason()))
        .toList();
  }

  /**
   * Adds a problem with the value of an option, which may stand in {@code [brim]}; without one,
   * another option has been complained of.
   */
  void problem(String section, String option, String what) {
    problems.add(conf, section, option, what);
  }

  /** The home directory of whoever has that environment. */
  static Path home(Map<String, String> environment) {
    String home = environment.get("HOME");
    return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
  }

  private static @Nullable Path pidFile(Options options, Settings settings, Path home) {
    if (options.pidFile() != null) {
      return options.pidFile().equals("-") ? null : Path.of(options.pidFile()).toAbsolutePath();
    }
    if (settings.brim().pidFile() != null) {
      return settings.brim().pidFile();
    }
    Path probe =
        Files.exists(SYSTEM_PID_FILE) ? SYSTEM_PID_FILE : SYSTEM_PID_FILE.resolveSibling("");
    return Files.isWritable(probe) ? SYSTEM_PID_FILE : home.resolve(".brimd.pid");
  }

  private static @Nullable Path controlSocket(Settings settings, @Nullable Path pidFile) {
    Path configured = settings.brim().controlSocket();
    if (configured != null || pidFile == null) {
      return configured;
    }
    return pidFile.resolveSibling(pidFile.getFileName() + ".sock");
  }
}
