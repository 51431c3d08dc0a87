package net.brim.server.cli;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import net.brim.os.ChildExit;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.Program;
import net.brim.os.service.Identity;
import net.brim.server.config.BrimSettings;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.Findings;
import net.brim.server.plan.Launch;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;
import net.brim.server.plan.PlanRequest;
import net.brim.server.plan.ServerUser;
import net.brim.server.plan.TlsFiles;
import net.brim.server.stats.StatsLayout;
import net.brim.server.systemd.Variables;
import org.jspecify.annotations.Nullable;

/**
 * Has the applications of a server that root starts for another user read their configuration, in a
 * process that has become that user.
 *
 * <pre>
 * launcher, root                              process of {@link PlanRequest}
 *   what it has read, certificates too  ──►     umask, becomes the user for good
 *                                               may the user get at what the server needs?
 *   what it takes of it: problems and   ◄──     loads the applications, has them read
 *   what is counted, nothing else
 * </pre>
 *
 * <p>The launcher starts the server from what it has read itself: what comes back is the work of
 * code that must not get the rights of root.
 */
final class AppsOfUser {

  /** For what a process printed that has ended; a child of its own may hold the pipe for longer. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Os os;
  private final Identity user;
  private final Terminal terminal;

  AppsOfUser(Os os, Identity user, Terminal terminal) {
    this.os = os;
    this.user = user;
    this.terminal = terminal;
  }

  // --- in the launcher ---

  /**
   * Asks them.
   *
   * @param tls certificates that are right; null for none
   */
  Findings ask(Configuration configuration, Launch launch, @Nullable TlsFiles tls) {
    var known = new Plan(configuration.conf(), launch, new StatsLayout(List.of()), tls);
    byte[] bytes = PlanCodec.writeForThisDirectory(known);
    int before = os.memoryFile("brim configuration", bytes.length);
    os.write(before, bytes, 0, bytes.length);
    int result = os.memoryFile("brim findings", 0);
    try {
      if (configuration.settings().brim().noNewPrivileges()) {
        os.denyNewPrivileges();
      }
      ChildExit exit = run(PlanRequest.command(launch, user.user()), before, result);
      return exit.status() == 0 && exit.signal() == 0
          ? PlanCodec.readFindings(Files.readAllBytes(PlanRequest.path(result)))
          : failed(exit.describe());
    } catch (IOException | IllegalArgumentException e) {
      return failed("told what cannot be read: " + e);
    } finally {
      os.close(before);
      os.close(result);
    }
  }

  private Findings failed(String how) {
    return Findings.without(
        List.of(
            "the process that had the applications read the configuration as user %s %s"
                .formatted(user.user().name(), how)));
  }

  /** Runs it to its end, while what it prints goes to the terminal. */
  private ChildExit run(List<String> command, int before, int result) {
    int[] stdin = os.pipe();
    int[] stdout = os.pipe();
    int[] stderr = os.pipe();
    int[] lifeline = os.pipe();
    os.close(stdin[1]); // reading from stdin gives its end at once
    try {
      var descriptors = List.of(stdin[0], stdout[1], stderr[1], before, result, lifeline[0]);
      List<String> environment = user.user().environment(Variables.without(System.getenv()));
      // A session of its own: the terminal is root's.
      int pid = os.spawn(new Program(command, environment, descriptors, true));
      List.of(stdout[1], stderr[1]).forEach(os::close);
      Thread out = relay(stdout[0], terminal.out());
      Thread err = relay(stderr[0], terminal.err());
      ChildExit exit = os.waitForChild(pid);
      await(out);
      await(err);
      return exit;
    } finally {
      List.of(stdin[0], lifeline[0], lifeline[1]).forEach(os::close);
    }
  }

  private static Thread relay(int descriptor, PrintStream to) {
    return Thread.ofPlatform()
        .daemon()
        .name("output of applications")
        .start(() -> {
          try (var in = new FileInputStream(PlanRequest.path(descriptor).toFile())) {
            in.transferTo(to);
            to.flush();
          } catch (IOException e) {
            to.println("brimd: reading what applications print: " + e.getMessage());
          }
        });
  }

  private static void await(Thread relay) {
    try {
      var _ = relay.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // --- in the other process ---

  /** Answers; returns the exit status. */
  static int answer() throws IOException {
    Lifeline.endWith(PlanRequest.LAUNCHER);
    Plan known = PlanCodec.read(Files.readAllBytes(PlanRequest.path(PlanRequest.BEFORE)));
    // Opened here: the user may not.
    try (var result = new FileOutputStream(PlanRequest.path(PlanRequest.RESULT).toFile())) {
      result.write(PlanCodec.write(findings(Os.current(), known)));
    }
    return 0;
  }

  private static Findings findings(Os os, Plan known) throws IOException {
    var problems = new Problems();
    Settings settings = Settings.read(known.conf(), problems);
    BrimSettings brim = settings.brim();
    Identity user = ServerUser.other(os, brim).orElseThrow();
    brim.umask().ifPresent(os::umask);
    try {
      user.assume(os);
    } catch (OsException e) {
      return Findings.without(List.of("[brim] " + e.getMessage()));
    }
    var access = new UserAccess(user.user().name(), known.conf(), settings, problems);
    access.checkFiles(known.launch());
    if (!access.classpathIsReadable(known.launch())) {
      return Findings.without(problems.lines());
    }
    try (var loader = new AppLoader(brim.classpath())) {
      Findings findings =
          new AppsCheck(known.conf(), settings, loader)
              .run(known.tls(), known.launch().stackTraces(), true);
      findings.problems().forEach(problems::add);
      return new Findings(problems.lines(), findings.stats());
    }
  }
}
