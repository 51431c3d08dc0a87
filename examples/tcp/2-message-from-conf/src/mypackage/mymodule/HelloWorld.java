package mypackage.mymodule;

import java.nio.charset.StandardCharsets;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.TcpApp;

/** Says what its section has as {@code message} to whoever connects. */
public final class HelloWorld implements TcpApp.Factory<String> {

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
  public TcpApp create(String name, String message) {
    byte[] bytes = (message + "\n").getBytes(StandardCharsets.UTF_8);
    return connection -> connection.output().write(bytes);
  }
}
