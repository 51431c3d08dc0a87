package mypackage.mymodule;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Stat;
import net.brim.api.UdpApp;

/** Answers each datagram with the message that its section names, and says when it last did. */
public final class HelloWorld implements UdpApp.Factory<String> {

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
    return List.of(Stat.max(LAST_CALLED));
  }

  @Override
  public UdpApp create(String name, String message) {
    byte[] answer = (message + "\n").getBytes(StandardCharsets.UTF_8);
    return (datagram, socket) -> {
      socket.stats().set(LAST_CALLED, Instant.now().getEpochSecond());
      socket.reply(datagram, answer);
    };
  }
}
