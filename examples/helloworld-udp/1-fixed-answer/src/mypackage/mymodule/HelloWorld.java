package mypackage.mymodule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.brim.api.Conf;
import net.brim.api.Datagram;
import net.brim.api.UdpApp;
import net.brim.api.UdpSocket;

/** Answers each datagram with the same words; the shortest app there can be. */
public final class HelloWorld implements UdpApp {

  /** What Brim calls in each worker, since the section's {@code call} names this class. */
  public HelloWorld(String name, Conf conf) {}

  @Override
  public void handle(Datagram datagram, UdpSocket socket) throws IOException {
    socket.reply(datagram, "Hello World!\n".getBytes(StandardCharsets.UTF_8));
  }
}
