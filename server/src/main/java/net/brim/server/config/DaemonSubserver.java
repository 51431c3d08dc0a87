package net.brim.server.config;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code [daemons]} section says.
 *
 * @param section its name as it was written, such as {@code daemons#night}
 * @param daemons each has a worker of its own, in a slot of its name
 */
public record DaemonSubserver(
    String section,
    List<AppSettings> daemons,
    @Nullable String json,
    List<String> javaOptions,
    OptionalInt nice,
    WorkerLimits limits,
    LogSettings log)
    implements Subserver {

  public DaemonSubserver {
    daemons = List.copyOf(daemons);
    javaOptions = List.copyOf(javaOptions);
  }

  @Override
  public List<ListenAddress> addresses() {
    return List.of();
  }

  @Override
  public String scheme() {
    return "daemon";
  }

  @Override
  public int workers() {
    return daemons.size();
  }

  @Override
  public int hubs() {
    return 0;
  }

  @Override
  public int spares() {
    return 0;
  }

  @Override
  public List<String> slots() {
    return daemons.stream().map(AppSettings::name).toList();
  }
}
