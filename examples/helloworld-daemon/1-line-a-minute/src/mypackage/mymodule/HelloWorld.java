package mypackage.mymodule;

import java.time.Duration;
import net.brim.api.Conf;
import net.brim.api.Daemon;
import net.brim.api.DaemonContext;

/** Logs a line each minute. */
public final class HelloWorld implements Daemon {

  private static final Duration PAUSE = Duration.ofSeconds(60);

  /** Called once in each process; {@code name} is the name of the section. */
  public HelloWorld(String name, Conf conf) {}

  @Override
  public void run(DaemonContext context) throws InterruptedException {
    int line = 0;
    do {
      line++;
      context.logger().info("sample log line {}", line);
    } while (!context.awaitDraining(PAUSE));
  }
}
