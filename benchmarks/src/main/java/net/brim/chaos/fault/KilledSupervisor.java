package net.brim.chaos.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import net.brim.chaos.site.Brimd;
import net.brim.chaos.site.Processes;

/**
 * SIGKILL to the supervisor, which a service manager starts again with the descriptors that it has
 * kept. A program of the tests takes the place of systemd.
 */
record KilledSupervisor() implements Fault {

  private static final String MANAGER = "integration-tests/src/test/programs/service_manager.py";
  private static final int START_SECONDS = 60;

  @Override
  public String name() {
    return "kill-supervisor";
  }

  @Override
  public List<Pattern> planned() {
    return List.of(Pattern.compile("CRITICAL the supervisor is gone: finishing, then exiting"));
  }

  @Override
  public String expected() {
    return "0 refused, reset, wrong; new connections wait for the next supervisor";
  }

  @Override
  public void start(Scene scene) throws IOException, InterruptedException, NotAvailableException {
    Brimd brimd = scene.brimd();
    Path program = brimd.repository().resolve(MANAGER);
    if (!Files.exists(program)) {
      throw new NotAvailableException("there is no " + MANAGER);
    }
    brimd.configure(scene.conf());
    var command = new ArrayList<String>();
    command.addAll(
        List.of("python3", program.toString(), brimd.file("manager.log").toString(), "--"));
    command.addAll(brimd.command("start", "--foreground"));
    Process manager;
    try {
      manager =
          brimd
              .process(command)
              .redirectErrorStream(true)
              .redirectOutput(brimd.file("brim.out").toFile())
              .start();
    } catch (IOException e) {
      throw new NotAvailableException("python3 is needed: " + e.getMessage());
    }
    awaitSupervisor(brimd, manager);
  }

  private static void awaitSupervisor(Brimd brimd, Process manager)
      throws IOException, InterruptedException, NotAvailableException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (brimd.supervisor() == 0) {
      if (!manager.isAlive() || System.nanoTime() > end) {
        throw new NotAvailableException(
            "brimd did not start: " + Files.readString(brimd.file("brim.out")).strip());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public void strike(Scene scene, int round)
      throws IOException, InterruptedException, NotRecoveredException {
    Set<Long> old = scene.serving();
    Processes.signal(scene.brimd().supervisor(), "KILL");
    scene.awaitOthers(old, scene.workers());
  }
}
