package net.brim.server.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.brim.os.ChildExit;
import net.brim.os.Os;
import net.brim.os.Os.User;
import net.brim.os.OsException;
import net.brim.server.admin.AdminSocket;
import net.brim.server.control.ControlReply;
import net.brim.server.control.ControlServer;
import net.brim.server.logging.Log;
import net.brim.server.plan.LogTargets;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;
import net.brim.server.stats.StatsMemory;
import net.brim.server.systemd.Notifier;
import net.brim.server.systemd.Systemd;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with what the program has left that this process was before: its workers, its sockets,
 * all. Then the plan that came with it is reloaded to.
 */
final class Resumption {

  private final Os os;
  private final Estate estate;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Plan current;
  private final Notifier notifier;
  private final Listeners listeners;
  private final HandOverQueues queues;

  private Resumption(Os os, Estate estate) throws IOException {
    this.os = os;
    this.estate = estate;
    this.current = plan(estate.generations().getLast().plan());
    this.notifier = Systemd.notifier(os, current.settings().brim().systemd(), System.getenv());
    this.listeners =
        new Listeners(
            os,
            new StartPause(events, notifier),
            Report.nowhere(),
            new PassedSockets(os, List.of()),
            List.of(),
            0);
    this.queues = new HandOverQueues(os);
  }

  /**
   * Goes on to the end; returns the exit status.
   *
   * @param bytes of the estate
   */
  static int run(Os os, byte[] bytes) throws IOException, InterruptedException {
    Estate estate = EstateCodec.read(bytes);
    Resumption resumption;
    Holdings holdings;
    Supervisor supervisor;
    try {
      resumption = new Resumption(os, estate);
      holdings = resumption.holdings();
      supervisor = resumption.supervisor(holdings);
      holdings.start();
    } catch (Throwable e) { // such as a class that is missing where a jar was half copied
      goBack(os, estate, e);
      throw e;
    }
    try {
      return supervisor.run();
    } finally {
      holdings.close();
      resumption.close();
    }
  }

  /**
   * Nothing was closed or taken yet, so the program that has left this can go on with it. Where
   * this is that program, there is no other.
   */
  private static void goBack(Os os, Estate estate, Throwable reason) {
    reason.printStackTrace();
    if (estate.nextPlan() != Estate.NONE) {
      Holdings.become(os, estate.command(), estate.withoutNextPlan());
    }
  }

  private Holdings holdings() throws IOException {
    StatsMemory stats = StatsMemory.open(StatsMemory.map(path(estate.stats())));
    User user = user();
    estate.sockets().forEach(listeners::adopt);
    estate.queues().forEach(queues::adopt);
    Path pid = current.launch().pidFile();
    Path socket = current.launch().controlSocket();
    os.unblockSignals(() -> SignalQueue.install(events::add));
    return new Holdings(
        os,
        events,
        current.launch(),
        () -> current.launch().detached() ? current.settings().brim().errorlog() : null,
        estate.pidFile() == Estate.NONE || pid == null
            ? null
            : PidFile.adopt(os, pid, estate.pidFile()),
        estate.control() == Estate.NONE || socket == null
            ? null
            : ControlServer.adopt(os, socket, estate.control()),
        estate.admin() == Estate.NONE
            ? null
            : AdminSocket.adopt(os, current.settings().brim().admin(), estate.admin()),
        listeners,
        queues,
        user,
        estate.stats(),
        stats);
  }

  private Supervisor supervisor(Holdings holdings) throws IOException, InterruptedException {
    Plan next = estate.nextPlan() == Estate.NONE ? null : plan(estate.nextPlan());
    boolean terminal = !current.launch().detached() && LogTargets.isTerminal(2);
    var generations = new Generations(os, listeners, queues, holdings.stats(), terminal);
    generations.openLog(current);
    Generation newest = adopt(generations, holdings);
    var supervisor =
        new Supervisor(
            newest,
            estate.startedAt(),
            generations,
            holdings.workers(),
            holdings.stats(),
            events,
            Report.nowhere(),
            new Announcements(notifier, listeners, new SocketStore(notifier)),
            holdings);
    ControlReply asker = holdings.asker(estate.asker());
    supervisor.adopt(next, estate.nextPlan(), asker);
    if (next == null) {
      asker.err("the program that was to take over could not: see the log and the errorlog");
      asker.done(1);
    }
    return supervisor;
  }

  private void close() {
    listeners.close();
    notifier.close();
    var _ = Log.close(Duration.ofSeconds(2));
  }

  /** Has all generations and their workers again; returns the current one. */
  private Generation adopt(Generations generations, Holdings holdings)
      throws IOException, InterruptedException {
    Map<Integer, Generation> all = new HashMap<>();
    Generation last = null;
    for (Estate.Planned planned : estate.generations()) {
      last = generations.adopt(planned.number(), plan(planned.plan()), planned.plan());
      all.put(planned.number(), last);
    }
    Generation newest = Objects.requireNonNull(last, "there is no generation");
    all.values().stream()
        .filter(generation -> generation != newest)
        .forEach(generation -> generation.slots().forEach(Slot::close));
    for (Estate.Worker worker : estate.workers()) {
      adopt(worker, Objects.requireNonNull(all.get(worker.generation())), holdings);
    }
    newest.slots().forEach(slot -> slot.awaitAnyOf(holdings.workers().all()));
    return newest;
  }

  private void adopt(Estate.Worker known, Generation generation, Holdings holdings) {
    Slot slot = slot(known, generation);
    var vitals = new SharedVitals(os, known.vitals(), known.hubs());
    WorkerHandle worker = WorkerHandle.adopted(slot, vitals, known);
    switch (known.place()) {
      case WORKER -> slot.adopts(worker, known.restarts());
      case SUCCESSOR -> slot.willBeFilledBy(worker);
      case LEAVING -> {}
    }
    holdings.workers().adopt(worker, known.unread());
    if (!os.kill(known.pid(), 0)) {
      // Between two programs: what it died of is lost, but not that it did.
      events.add(new Event.ChildExited(ChildExit.unseen(known.pid())));
    }
  }

  /** The slot of a worker; one that is no more was scaled away, and its worker finishes. */
  private static Slot slot(Estate.Worker known, Generation generation) {
    RunningSubserver subserver =
        Objects.requireNonNull(
            generation.subserver(known.section()), "there is no subserver " + known.section());
    return subserver.slots().stream()
        .filter(slot -> slot.name().equals(known.slot()))
        .findFirst()
        .orElseGet(() -> {
          var gone = new Slot(subserver, known.index(), known.slot());
          gone.close();
          return gone;
        });
  }

  private @Nullable User user() {
    return estate.user() == null
        ? null
        : os.user(estate.user())
            .orElseThrow(() -> new OsException("user " + estate.user(), 0, "there is none now"));
  }

  private static Plan plan(int descriptor) throws IOException {
    return PlanCodec.read(Files.readAllBytes(path(descriptor)));
  }

  private static Path path(int descriptor) {
    return Path.of("/proc/self/fd/" + descriptor);
  }
}
