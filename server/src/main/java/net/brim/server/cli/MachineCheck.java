package net.brim.server.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.brim.api.Conf;
import net.brim.os.Os;
import net.brim.server.config.BrimSettings;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.LogTarget;
import net.brim.server.config.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Checks that this machine has what a configuration names: users, groups, directories. The
 * supervisor would find out, too, but at a restart the old server is gone by then.
 */
final class MachineCheck {

  private static final String BRIM = "brim";

  /** The bytes of sun_path in sockaddr_un, less the one that ends it. */
  private static final int LONGEST_SOCKET_PATH = 107;

  private final Os os;
  private final Configuration configuration;
  private final Problems problems;

  MachineCheck(Os os, Configuration configuration) {
    this.os = os;
    this.configuration = configuration;
    this.problems = configuration.problems();
  }

  /** Adds what is missing to the problems of the configuration. */
  void run() {
    BrimSettings brim = configuration.settings().brim();
    if (brim.user() != null && os.user(brim.user()).isEmpty()) {
      problem(BRIM, "user", "there is no user " + brim.user());
    }
    if (brim.group() != null && os.group(brim.group()).isEmpty()) {
      problem(BRIM, "group", "there is no group " + brim.group());
    }
    if (brim.basedir() != null && isNoDirectory(brim.basedir())) {
      problem(BRIM, "basedir", "there is no such directory");
    }
    checkDirectoryOf(brim.errorlog(), BRIM, "errorlog");
    checkDirectoryOf(fileOf(brim.log().to()), BRIM, "log_to");
    for (HttpSubserver subserver : configuration.settings().subservers()) {
      checkDirectoryOf(fileOf(subserver.log().to()), subserver.section(), "log_to");
      checkDirectoryOf(fileOf(subserver.accessLog().to()), subserver.section(), "access_log_to");
    }
    checkLengthOf(configuration.controlSocket());
  }

  private void checkDirectoryOf(@Nullable Path file, String section, String option) {
    Path directory = file == null ? null : file.toAbsolutePath().getParent();
    if (directory != null && isNoDirectory(directory)) {
      problem(section, option, "there is no directory " + directory);
    }
  }

  private void checkLengthOf(@Nullable Path socket) {
    int length = socket == null ? 0 : socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_SOCKET_PATH) {
      problems.add(
          "the path of the control socket has %d bytes, and at most %d can be: %s; "
                  .formatted(length, LONGEST_SOCKET_PATH, socket)
              + "[brim] control_socket can name another");
    }
  }

  /** The value may stand in {@code [brim]}; without one, another option has been complained of. */
  private void problem(String section, String option, String what) {
    Optional.ofNullable(configuration.conf().value(section, option))
        .map(value -> line(section, option, value, what))
        .or(() ->
            Optional.ofNullable(configuration.conf().value(BRIM, option))
                .map(value -> line(BRIM, option, value, what)))
        .ifPresent(problems::add);
  }

  private static String line(String section, String option, Conf.Value value, String what) {
    String place = value.origin() == null ? "" : value.origin() + ": ";
    return "%s[%s] %s = %s: %s".formatted(place, section, option, value.text(), what);
  }

  private static @Nullable Path fileOf(LogTarget target) {
    return target instanceof LogTarget.File file ? file.path() : null;
  }

  /** Not where it cannot be seen, which may be different for the user that Brim runs as. */
  private static boolean isNoDirectory(Path path) {
    return Files.notExists(path) || Files.isRegularFile(path);
  }
}
