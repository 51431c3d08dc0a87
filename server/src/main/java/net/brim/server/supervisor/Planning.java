package net.brim.server.supervisor;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import net.brim.os.Os;
import net.brim.os.Program;
import net.brim.os.Signals;
import net.brim.os.service.Reaper;
import net.brim.server.logging.Log;
import net.brim.server.logging.Severity;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;
import net.brim.server.plan.PlanRequest;

/** Has a process of its own make another plan: it loads applications, as we never do. */
final class Planning {

  private static final String OUT = "out ";
  private static final String ERR = "err ";
  private static final String DONE = "done";

  private final Os os;
  private final Reaper reaper;
  private final List<String> environment;
  private final Consumer<Event> events;
  private volatile int pid;

  /**
   * Plans nothing yet.
   *
   * @param environment of the processes that plan: as workers have it, since applications read it
   * @param events is told {@link Event.PlanSaid} and then {@link Event.PlanMade} or {@link
   *     Event.PlanFailed}, by a thread of ours
   */
  Planning(Os os, Reaper reaper, List<String> environment, Consumer<Event> events) {
    this.os = os;
    this.reaper = reaper;
    this.environment = List.copyOf(environment);
    this.events = events;
  }

  /**
   * Begins.
   *
   * @param current whose plan is to be replaced
   * @param command that of the program which makes the plan
   * @throws OsException where the system refuses
   */
  void begin(Generation current, List<String> command) {
    try (var made = new ProcessPipes(os)) {
      int result = made.memoryFile("brim plan");
      int stdin = made.noInput();
      int[] output = made.pipe();
      int[] report = made.pipe();
      int[] lifeline = made.pipe();
      var descriptors =
          List.of(
              stdin,
              output[1],
              output[1],
              current.planDescriptor(),
              result,
              report[1],
              lifeline[0]);
      pid = os.spawn(new Program(command, environment, descriptors, true));
      reaper.childStarted();
      made.keep(List.of(result, output[0], report[0], lifeline[1]));
      Thread.ofPlatform().daemon().name("plan output").start(() -> log(output[0]));
      Thread.ofPlatform().daemon().name("plan").start(() -> follow(report[0], lifeline[1], result));
    }
  }

  /** Kills the process, where there is one; what it then says is that there is no plan. */
  void giveUp() {
    int running = pid;
    if (running != 0) {
      var _ = os.kill(running, Signals.KILL);
    }
  }

  /** What applications print while they read their configuration. */
  private void log(int output) {
    try (BufferedReader lines = lines(output)) {
      lines.lines().forEach(line -> Log.main().log(Severity.INFO, "plan: " + line));
    } catch (IOException e) {
      Log.main().log(Severity.ERROR, "reading what was printed while planning", e);
    } finally {
      os.close(output);
    }
  }

  private void follow(int report, int lifeline, int result) {
    boolean done = false;
    int understands = 0;
    try (BufferedReader lines = lines(report)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(PlanRequest.UNDERSTANDS)) {
          understands = Integer.parseInt(line.substring(PlanRequest.UNDERSTANDS.length()));
        }
        done |= line.equals(DONE);
        tell(line);
      }
      if (done) {
        Plan plan = PlanCodec.read(Files.readAllBytes(path(result)));
        events.accept(new Event.PlanMade(plan, result, understands));
        return;
      }
    } catch (IOException e) {
      events.accept(new Event.PlanSaid(true, "the plan cannot be read: " + e.getMessage()));
    } finally {
      pid = 0;
      os.close(lifeline);
      os.close(report);
    }
    os.close(result);
    events.accept(new Event.PlanFailed());
  }

  private void tell(String line) {
    if (line.startsWith(OUT)) {
      events.accept(new Event.PlanSaid(false, line.substring(OUT.length())));
    } else if (line.startsWith(ERR)) {
      events.accept(new Event.PlanSaid(true, line.substring(ERR.length())));
    }
  }

  private static BufferedReader lines(int descriptor) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new FileInputStream(path(descriptor).toFile()), StandardCharsets.UTF_8));
  }

  private static Path path(int descriptor) {
    return Path.of("/proc/self/fd/" + descriptor);
  }
}
