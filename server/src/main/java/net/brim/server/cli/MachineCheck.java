package net.brim.server.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.os.Os;
import net.brim.server.config.BrimSettings;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.LogTarget;
import net.brim.server.config.Problems;
import net.brim.server.config.Subserver;
import org.jspecify.annotations.Nullable;

/**
 * Checks that this machine has what a configuration names: users, groups, directories. The
 * supervisor would find out, too, but at a restart the old server is gone by then.
 */
final class MachineCheck {

  private static final String BRIM = "brim";

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
    for (Subserver subserver : configuration.settings().subservers()) {
      checkDirectoryOf(fileOf(subserver.log().to()), subserver.section(), "log_to");
      if (subserver instanceof HttpSubserver http) {
        checkDirectoryOf(fileOf(http.accessLog().to()), http.section(), "access_log_to");
      }
      for (ListenAddress address : subserver.addresses()) {
        if (address instanceof ListenAddress.Unix unix) {
          check(unix, subserver.section(), "listen");
        }
      }
    }
    if (brim.admin() instanceof ListenAddress.Unix unix) {
      check(unix, BRIM, "admin");
    }
    checkLengthOf(configuration.controlSocket());
  }

  private void checkDirectoryOf(@Nullable Path file, String section, String option) {
    Path directory = file == null ? null : file.toAbsolutePath().getParent();
    if (directory != null && isNoDirectory(directory)) {
      problem(section, option, "there is no directory " + directory);
    }
  }

  private void check(ListenAddress.Unix unix, String section, String option) {
    Path path = unix.path();
    checkDirectoryOf(path, section, option);
    if (Files.isDirectory(path) || Files.isRegularFile(path)) {
      problem(section, option, "there is a file " + path + " that is no socket");
    }
    if (path.equals(configuration.controlSocket())) {
      problem(section, option, path + " is the control socket");
    }
  }

  private void checkLengthOf(@Nullable Path socket) {
    int length = socket == null ? 0 : socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > ListenAddress.Unix.LONGEST) {
      problems.add(
          "the path of the control socket has %d bytes, and at most %d can be: %s; "
                  .formatted(length, ListenAddress.Unix.LONGEST, socket)
              + "[brim] control_socket can name another");
    }
  }

  private void problem(String section, String option, String what) {
    configuration.problem(section, option, what);
  }

  private static @Nullable Path fileOf(LogTarget target) {
    return target instanceof LogTarget.File file ? file.path() : null;
  }

  /** Not where it cannot be seen, which may be different for the user that Brim runs as. */
  private static boolean isNoDirectory(Path path) {
    return Files.notExists(path) || Files.isRegularFile(path);
  }
}
