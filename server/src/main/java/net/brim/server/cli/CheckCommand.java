package net.brim.server.cli;

import java.io.IOException;
import java.util.Optional;
import net.brim.api.Conf;
import net.brim.server.plan.AppLoader;

/** {@code check}: everything that {@code start} does before it starts anything. */
final class CheckCommand {

  private final Options options;
  private final Terminal terminal;

  CheckCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  int run(boolean print) {
    Configuration configuration = Configuration.read(options, System.getenv());
    try (var loader = new AppLoader(configuration.settings().brim().classpath())) {
      Optional<Checked> checked =
          Checked.of(
              configuration,
              OwnProcess.launch(options, configuration, false),
              loader,
              Purpose.CHECK,
              terminal);
      if (print) {
        print(configuration.conf());
      }
      if (checked.isPresent() && !print) {
        terminal.say("OK");
      }
      return checked.isPresent() ? 0 : 1;
    } catch (IOException e) {
      return terminal.fail("brimd: closing the applications' jars: " + e.getMessage());
    }
  }

  private void print(Conf conf) {
    String separator = "";
    for (String section : conf.sections()) {
      terminal.say(separator + "[" + section + "]");
      for (String option : conf.options(section)) {
        Conf.Value value = conf.value(section, option);
        if (value != null) {
          print(option, value);
        }
      }
      separator = "\n";
    }
  }

  /** As a configuration file has it, with the origin as a comment above. */
  private void print(String option, Conf.Value value) {
    if (value.origin() != null) {
      terminal.say("# " + value.origin());
    }
    String text = value.text().replace("%", "%%").replace("\n", "\n    ");
    terminal.say(option + " = " + text);
  }
}
