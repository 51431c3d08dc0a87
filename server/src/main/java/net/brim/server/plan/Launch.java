package net.brim.server.plan;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the launcher was called, as far as the supervisor must know.
 *
 * @param confs the configuration files that were named, absolute; none where the usual ones are
 *     read
 * @param home the home directory of whoever started the server, where one of those is
 * @param pidFile null for none
 * @param controlSocket null for none
 * @param detached whether the terminal is left behind
 * @param stackTraces whether errors are shown with their stack traces
 * @param script what people call, which finds the newest of what it runs; null where it was not
 *     called
 * @param java the executable of the JVM and the flags that all our processes share
 * @param program what follows them: how the JVM finds our classes
 */
public record Launch(
    List<Path> confs,
    Path home,
    @Nullable Path pidFile,
    @Nullable Path controlSocket,
    boolean detached,
    boolean stackTraces,
    @Nullable Path script,
    List<String> java,
    List<String> program) {

  public Launch {
    confs = List.copyOf(confs);
    java = List.copyOf(java);
    program = List.copyOf(program);
  }
}
