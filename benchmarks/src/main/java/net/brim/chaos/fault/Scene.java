package net.brim.chaos.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import net.brim.chaos.load.Load;
import net.brim.chaos.load.Witness;
import net.brim.chaos.site.Brimd;
import net.brim.chaos.site.Processes;
import net.brim.chaos.site.Said;
import net.brim.chaos.site.ServerConf;

/** A server and the clients that use it, as faults see them. */
public final class Scene {

  private static final int PATIENCE_SECONDS = 30;
  private static final int LOOK_MILLIS = 20;
  private static final int USAGE_ERROR = 2;

  private final Brimd brimd;
  private final ServerConf conf;
  private final Witness witness;
  private final List<String> remarks = new ArrayList<>();

  /** A server with that configuration, which has not started, and a load that has not begun. */
  public Scene(Brimd brimd, ServerConf conf, Load load) {
    this.brimd = brimd;
    this.conf = conf;
    this.witness = load.witness();
  }

  Brimd brimd() {
    return brimd;
  }

  /** As the server started with it. */
  ServerConf conf() {
    return conf;
  }

  int workers() {
    return conf.workers();
  }

  Witness witness() {
    return witness;
  }

  /** Something to tell below the table; said twice, it is told once. */
  void remark(String remark) {
    if (!remarks.contains(remark)) {
      remarks.add(remark);
    }
  }

  /** All that is to be told. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /**
   * Starts the server.
   *
   * @throws NotAvailableException where it does not start, as with an option that it does not know
   */
  void start() throws IOException, InterruptedException, NotAvailableException {
    brimd.configure(conf);
    Said said = brimd.run("start");
    if (said.status() != 0) {
      throw new NotAvailableException(said.line());
    }
  }

  /**
   * Gives a command; remarks an exit status other than the expected one.
   *
   * @throws NotAvailableException where there is no such command
   */
  Said command(int expected, String... words)
      throws IOException, InterruptedException, NotAvailableException {
    Said said = brimd.run(words);
    if (said.status() == USAGE_ERROR) {
      throw new NotAvailableException(said.text().lines().findFirst().orElse("exit status 2"));
    }
    if (said.status() != expected) {
      remark(
          "brimd %s: exit status %d in place of %d: %s"
              .formatted(String.join(" ", words), said.status(), expected, said.line()));
    }
    return said;
  }

  /** Sends the supervisor a signal. */
  void signalSupervisor(String signal) throws IOException, InterruptedException {
    Processes.signal(brimd.supervisor(), signal);
  }

  /** Those that new connections go to. */
  Set<Long> serving() {
    return witness.serving();
  }

  /** One of the workers that serve, another one each round. */
  long worker(int round) throws InterruptedException, NotRecoveredException {
    awaitWorkers(workers());
    List<Long> all = List.copyOf(serving());
    return all.get(round % all.size());
  }

  /** Waits until so many workers serve. */
  public void awaitWorkers(int count) throws InterruptedException, NotRecoveredException {
    await(count + " workers that serve", serving -> serving.size() == count);
  }

  /** Waits until so many workers serve, and none of those. */
  void awaitOthers(Set<Long> gone, int count) throws InterruptedException, NotRecoveredException {
    await(
        count + " workers that serve, none of them of " + gone,
        serving -> serving.size() == count && serving.stream().noneMatch(gone::contains));
  }

  private void await(String what, Predicate<Set<Long>> condition)
      throws InterruptedException, NotRecoveredException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.test(serving())) {
      if (System.nanoTime() > end) {
        throw new NotRecoveredException(
            "after %d s there are not %s, but: %s".formatted(PATIENCE_SECONDS, what, serving()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
