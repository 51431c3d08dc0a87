package net.brim.server.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was given on the command line beside the command.
 *
 * @param confs configuration files; empty for the usual ones
 * @param pidFile null for what the configuration says; {@code -} for none
 * @param keepOutput whether stdout and stderr stay open when detached
 * @param stackTraces whether errors are shown with their stack traces
 */
record Options(
    List<Path> confs, @Nullable String pidFile, boolean keepOutput, boolean stackTraces) {

  Options {
    confs = List.copyOf(confs);
  }
}
