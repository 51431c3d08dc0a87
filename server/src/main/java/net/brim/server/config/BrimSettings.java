package net.brim.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What {@code [brim]} says about the server as a whole.
 *
 * @param user a name or an id; null to stay who we are
 * @param group a name or an id; null for the user's own
 * @param noNewPrivileges whether no program that processes of another user run gives them rights
 * @param umask empty to keep what was inherited
 * @param basedir the directory to change into; null for the default of the command
 * @param pidFile null for the default place
 * @param controlSocket null for the one beside the pid file
 * @param errorlog where standard error goes when detached; null for nowhere
 * @param detach whether {@code start} leaves the terminal
 * @param gracefulTimeout how long draining may take
 * @param listenRetry how long to retry a busy address; zero for one attempt
 * @param startTimeout how long a worker may take to be ready
 * @param reloadSurge how many workers a reload starts at a time; empty for all at once
 * @param classpath directories and jars with the applications
 * @param admin where the supervisor answers probes; null for nowhere
 * @param log the supervisor's own log
 */
public record BrimSettings(
    @Nullable String user,
    @Nullable String group,
    boolean noNewPrivileges,
    OptionalInt umask,
    @Nullable Path basedir,
    @Nullable Path pidFile,
    @Nullable Path controlSocket,
    @Nullable Path errorlog,
    boolean detach,
    Duration gracefulTimeout,
    Duration listenRetry,
    Duration startTimeout,
    OptionalInt reloadSurge,
    List<Path> classpath,
    Sigterm sigterm,
    @Nullable ListenAddress admin,
    SystemdUse systemd,
    LogSettings log) {

  public BrimSettings {
    classpath = List.copyOf(classpath);
  }

  /** Whether it says who the server is to run as. */
  public boolean namesUser() {
    return user != null || group != null;
  }
}
