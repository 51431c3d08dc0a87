package net.brim.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands and options of {@code brimd}, as people type them. */
@Command(
    name = "brimd",
    sortOptions = false,
    description = "Runs HTTP applications in worker processes.",
    versionProvider = Brimd.Version.class,
    synopsisHeading = "Usage: ",
    customSynopsis = "brimd [options] [command]",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%n",
    footer = "Configuration is read from /etc/brimd.conf, then from ~/.brimd.conf.")
public final class Brimd implements Callable<Integer> {

  private static final int USAGE_ERROR = 2;

  private static final String AS_JSON = "Say as JSON what came of it.";

  @Option(
      names = {"-c", "--conf"},
      paramLabel = "PATH",
      scope = ScopeType.INHERIT,
      description = "Read this configuration file; may be given again.")
  private List<Path> confs = List.of();

  @Option(
      names = {"-p", "--pid-file"},
      paramLabel = "PATH",
      scope = ScopeType.INHERIT,
      description = "Use this pid file; - for none.")
  private @Nullable String pidFile;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      description = "Keep stdout and stderr open when detached.")
  private boolean keepOutput;

  @Option(
      names = {"-x", "--error-stack-trace"},
      scope = ScopeType.INHERIT,
      description = "Show errors with their stack traces.")
  private boolean stackTraces;

  @Option(
      names = {"-?", "-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this text.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-v", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean version;

  private final Terminal terminal;

  private Brimd(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs a command line; returns the exit status. */
  public static int run(List<String> arguments) {
    return run(arguments, Terminal.system());
  }

  /** Runs a command line for who reads at that terminal. */
  static int run(List<String> arguments, Terminal terminal) {
    Brimd brimd = new Brimd(terminal);
    var line = new CommandLine(brimd);
    line.setOut(new PrintWriter(terminal.out(), true, terminal.out().charset()));
    line.setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()));
    line.setParameterExceptionHandler(Brimd::usageError);
    return line.execute(arguments.toArray(String[]::new));
  }

  /** Without a command. */
  @Override
  public Integer call() {
    return noDaemon();
  }

  @Command(description = "Start the server, unless it runs already.")
  int start(
      @Option(names = "--foreground", description = "Stay attached to the terminal.")
          boolean foreground) {
    return new StartCommand(options(), terminal).run(foreground);
  }

  @Command(
      name = "no-daemon",
      description = "Serve in this process, without workers; the default command.")
  int noDaemon() {
    return new NoDaemonCommand(options(), terminal).run();
  }

  @Command(description = "End the server at once.")
  int stop() {
    return new StopCommand(options(), terminal).stop();
  }

  @Command(description = "Release the ports, finish the requests in progress, then end.")
  int shutdown(
      @Option(names = "--wait", description = "Return when the server has ended.") boolean wait) {
    return new StopCommand(options(), terminal).shutDown(wait);
  }

  @Command(
      aliases = "force-reload",
      description =
          "Replace all workers by those of the configuration as it is now; no client notices.")
  int reload(@Option(names = "--json", description = AS_JSON) boolean json) {
    return change("reload", json);
  }

  @Command(description = "Have another number of workers, until the next reload.")
  int scale(
      @Option(names = "--json", description = AS_JSON) boolean json,
      @Parameters(paramLabel = "SECTION", description = "Such as http, or http#admin.")
          String section,
      @Parameters(paramLabel = "N", description = "How many workers it is to have.") int count) {
    return change("scale %s %d".formatted(section, count), json);
  }

  private int change(String command, boolean json) {
    var change = new ChangeCommand(options(), terminal);
    return json ? change.runForJson(command) : change.run(command);
  }

  @Command(
      description =
          "Reload, and have the newest brimd and JDK take over, by the same process; or start.")
  int restart() {
    return new RestartCommand(options(), terminal).run();
  }

  @Command(description = "Say whether the server runs.")
  int status(
      @Option(
              names = {"-v", "--verbose"},
              description = "Show a table of the workers.")
          boolean verbose,
      @Option(names = "--json", description = "Show everything as JSON.") boolean json) {
    return new StatusCommand(options(), terminal).run(verbose, json);
  }

  @Command(description = "Show what the workers have counted.")
  int stats(
      @Option(names = "--json", description = "As JSON, as the stats app has it.") boolean json) {
    return new StatsCommand(options(), terminal).run(json);
  }

  @Command(description = "Watch the workers; q leaves.")
  int top(@Option(names = "--once", description = "Show them once.") boolean once) {
    return new TopCommand(options(), terminal).run(once);
  }

  @Command(
      aliases = "logreopen",
      description = "Open all log files anew, in every process; returns when that is done.")
  int logrotate() {
    return new ChangeCommand(options(), terminal).run("logrotate");
  }

  @Command(description = "Check the configuration and its apps.")
  int check(
      @Option(
              names = "--print",
              description = "Show every value with the file and line that it comes from.")
          boolean print) {
    return new CheckCommand(options(), terminal).run(print);
  }

  private Options options() {
    return new Options(confs, pidFile, keepOutput, stackTraces);
  }

  private static int usageError(ParameterException problem, String[] arguments) {
    CommandLine top = problem.getCommandLine();
    while (top.getParent() != null) {
      top = top.getParent();
    }
    PrintWriter err = top.getErr();
    err.println("brimd: " + describe(problem, top));
    top.usage(err);
    return USAGE_ERROR;
  }

  private static String describe(ParameterException problem, CommandLine top) {
    CommandLine line = problem.getCommandLine();
    boolean isTop = line.getParent() == null;
    if (problem instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()
        && !unmatched.isUnknownOption()) {
      String word = unmatched.getUnmatched().getFirst();
      if (!isTop && top.getSubcommands().containsKey(word)) {
        return "two commands: %s and %s".formatted(line.getCommandName(), word);
      }
      return isTop
          ? "unknown command: " + word
          : "%s takes no argument: %s".formatted(line.getCommandName(), word);
    }
    return String.valueOf(problem.getMessage());
  }

  /** Of the jar that this class is in. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Brimd.class.getPackage().getImplementationVersion();
      return new String[] {"brimd " + (version == null ? "(not packaged)" : version)};
    }
  }
}
