package mypackage.mymodule;

import java.time.Duration;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Daemon;
import net.brim.api.DaemonContext;

/** Logs the message that its section names, each minute. */
public final class HelloWorld implements Daemon.Factory<String> {

  private static final Duration PAUSE = Duration.ofSeconds(60);

  /** The settings of this daemon are one string: its message. */
  @Override
  public String parseConf(String name, Conf conf) {
    String message = conf.get(name, "message", "");
    if (message.isEmpty()) {
      throw new ConfException("[" + name + "] you must configure a message to log.");
    }
    return message;
  }

  @Override
  public Daemon create(String name, String message) {
    return context -> run(message, context);
  }

  private static void run(String message, DaemonContext context) throws InterruptedException {
    int line = 0;
    do {
      line++;
      context.logger().info("{} {}", message, line);
    } while (!context.awaitDraining(PAUSE));
  }
}
