package net.brim.server.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.brim.server.config.Settings;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.Launch;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;
import net.brim.server.plan.PlanRequest;

/**
 * What {@code --role=plan} runs: reads the configuration and the applications anew, for a server
 * that runs, and leaves the plan where {@link PlanRequest} says; or, for a launcher, what {@link
 * AppsOfUser} does.
 */
public final class PlanRole {

  private static final String OUT = "out ";
  private static final String ERR = "err ";

  private final Plan before;
  private final Terminal report;

  private PlanRole(Plan before, Terminal report) {
    this.before = before;
    this.report = report;
  }

  /** Does what the arguments say; returns the exit status. */
  public static int run(List<String> arguments) throws IOException {
    return arguments.contains(PlanRequest.AS_USER) ? AppsOfUser.answer() : replace();
  }

  private static int replace() throws IOException {
    Lifeline.endWith(PlanRequest.SUPERVISOR);
    Plan before = PlanCodec.read(Files.readAllBytes(PlanRequest.path(PlanRequest.BEFORE)));
    try (var pipe = new FileOutputStream(PlanRequest.path(PlanRequest.REPORT).toFile());
        var out = marked(OUT, pipe);
        var err = marked(ERR, pipe)) {
      Optional<Plan> plan = new PlanRole(before, new Terminal(out, err)).plan();
      if (plan.isEmpty()) {
        return 1;
      }
      String understands = PlanRequest.UNDERSTANDS + PlanRequest.ESTATE_VERSION + "\n";
      pipe.write(understands.getBytes(StandardCharsets.UTF_8));
      Files.write(PlanRequest.path(PlanRequest.RESULT), PlanCodec.write(plan.get()));
      pipe.write("done\n".getBytes(StandardCharsets.UTF_8));
      return 0;
    }
  }

  private Optional<Plan> plan() throws IOException {
    Launch launch = before.launch();
    var options =
        new Options(
            launch.confs(),
            launch.pidFile() == null ? "-" : launch.pidFile().toString(),
            false,
            launch.stackTraces());
    Configuration configuration = Configuration.read(options, environment());
    Settings settings = configuration.settings();
    try (var loader = new AppLoader(settings.brim().classpath())) {
      return Checked.of(configuration, launch, loader, Purpose.RELOAD, report, before.tls())
          .map(checked ->
              new Plan(configuration.conf(), after(launch), checked.layout(), checked.tls()));
    }
  }

  /** Ours, with the home directory in which the files are that the server was started from. */
  private Map<String, String> environment() {
    var environment = new HashMap<>(System.getenv());
    environment.put("HOME", before.launch().home().toString());
    return environment;
  }

  /** Where a script has started us, workers are to be started as we were: by what it has found. */
  private static Launch after(Launch launch) {
    Path script = OwnProcess.script();
    return script == null
        ? launch
        : new Launch(
            launch.confs(),
            launch.home(),
            launch.pidFile(),
            launch.controlSocket(),
            launch.detached(),
            launch.stackTraces(),
            script,
            OwnProcess.java(),
            OwnProcess.program());
  }

  /** A stream whose lines begin with a word. */
  private static PrintStream marked(String word, OutputStream pipe) {
    return new PrintStream(new MarkedLines(word, pipe), true, StandardCharsets.UTF_8);
  }

  /** Puts a word before each line that is written. */
  private static final class MarkedLines extends OutputStream {

    private final byte[] word;
    private final OutputStream target;
    private boolean within;

    MarkedLines(String word, OutputStream target) {
      this.word = word.getBytes(StandardCharsets.UTF_8);
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      if (!within) {
        target.write(word);
      }
      within = b != '\n';
      target.write(b);
    }
  }
}
