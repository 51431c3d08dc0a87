package net.brim.server.plan;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the launcher was called, as far as the supervisor must know.
 *
 * @param pidFile null for none
 * @param controlSocket null for none
 * @param detached whether the terminal is left behind
 * @param stackTraces whether errors are shown with their stack traces
 * @param java the executable of the JVM and the flags that all our processes share
 * @param program what follows them: how the JVM finds our classes
 */
public record Launch(
    @Nullable Path pidFile,
    @Nullable Path controlSocket,
    boolean detached,
    boolean stackTraces,
    List<String> java,
    List<String> program) {

  public Launch {
    java = List.copyOf(java);
    program = List.copyOf(program);
  }
}
