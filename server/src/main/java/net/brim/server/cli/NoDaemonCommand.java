package net.brim.server.cli;

import java.io.IOException;
import java.util.Optional;
import net.brim.server.config.BrimSettings;
import net.brim.server.plan.AppLoader;
import net.brim.server.worker.InProcess;
import net.brim.server.worker.OneRequest;

/** {@code no-daemon}: serves in this process. */
final class NoDaemonCommand {

  private final Options options;
  private final Terminal terminal;

  NoDaemonCommand(Options options, Terminal terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  int run() {
    Configuration configuration = Configuration.read(options, System.getenv());
    BrimSettings brim = configuration.settings().brim();
    if (configuration.settings().isCgi()) {
      System.setOut(System.err); // Standard output is the response's alone, whatever apps print.
    }
    try (var loader = new AppLoader(brim.classpath())) {
      Optional<Checked> checked =
          Checked.of(
              configuration,
              OwnProcess.launch(options, configuration, true),
              loader,
              Purpose.NO_DAEMON,
              terminal);
      if (checked.isEmpty()) {
        return 1;
      }
      if (brim.namesUser()) {
        terminal.complain("[brim] user and group have no meaning for no-daemon");
      }
      if (configuration.settings().isCgi()) {
        return new OneRequest(
                configuration.conf(), configuration.settings(), checked.get().layout(), loader)
            .run(terminal::complain);
      }
      return new InProcess(
              configuration.conf(),
              configuration.settings(),
              checked.get().layout(),
              checked.get().tls(),
              loader)
          .run(terminal::say, terminal::complain);
    } catch (IOException e) {
      return terminal.fail("brimd: closing the applications' jars: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return terminal.fail("brimd: interrupted");
    }
  }
}
