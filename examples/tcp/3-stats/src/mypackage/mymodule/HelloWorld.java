package mypackage.mymodule;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Stat;
import net.brim.api.TcpApp;

/** Says its message, and counts how often and when last. */
public final class HelloWorld implements TcpApp.Factory<String> {

  private static final String CONNECTIONS = "connections";
  private static final String LAST_CALLED = "last_called";

  /** The settings of this app are one string: its message. */
  @Override
  public String parseConf(String name, Conf conf) {
    String message = conf.get(name, "message", "");
    if (message.isEmpty()) {
      throw new ConfException("[" + name + "] you must configure a message to serve.");
    }
    return message;
  }

  @Override
  public List<Stat> statsConf(String name, String message) {
    return List.of(Stat.sum(CONNECTIONS), Stat.max(LAST_CALLED));
  }

  @Override
  public TcpApp create(String name, String message) {
    byte[] bytes = (message + "\n").getBytes(StandardCharsets.UTF_8);
    return connection -> {
      connection.output().write(bytes);
      connection.stats().incr(CONNECTIONS);
      connection.stats().set(LAST_CALLED, Instant.now().getEpochSecond());
    };
  }
}
