package mypackage.mymodule;

import java.nio.charset.StandardCharsets;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.UdpApp;

/** Answers each datagram with the message that its section names. */
public final class HelloWorld implements UdpApp.Factory<String> {

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
  public UdpApp create(String name, String message) {
    byte[] answer = (message + "\n").getBytes(StandardCharsets.UTF_8);
    return (datagram, socket) -> socket.reply(datagram, answer);
  }
}
