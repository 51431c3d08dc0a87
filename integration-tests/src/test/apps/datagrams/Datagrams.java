package datagrams;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.api.Conf;
import net.brim.api.Datagram;
import net.brim.api.UdpApp;
import net.brim.api.UdpSocket;

/** Does what each datagram says. */
public final class Datagrams implements UdpApp {

  private int handled;

  /** What {@code call =} asks for. */
  public Datagrams(String name, Conf conf) {}

  @Override
  public void handle(Datagram datagram, UdpSocket socket) throws Exception {
    String[] words = new String(datagram.bytes(), StandardCharsets.UTF_8).split(" ", 2);
    handled++;
    String answer =
        switch (words[0]) {
          case "slot" -> Integer.toString(socket.server().slot());
          case "handled" -> Integer.toString(handled);
          case "from" -> datagram.remoteAddress().toString();
          case "to" -> datagram.localAddress().toString();
          case "log" -> log(socket, words[1]);
          case "fail" -> throw new IllegalStateException(words[1]);
          case "hold" -> hold(Path.of(words[1]));
          case "spin" -> spin(Path.of(words[1]));
          default -> words[0];
        };
    socket.reply(datagram, answer.getBytes(StandardCharsets.UTF_8));
  }

  private static String log(UdpSocket socket, String text) {
    socket.logger().info(text);
    return "logged";
  }

  /** Stays until the directory has a file "go", after it has made one "entered" there. */
  private static String hold(Path directory) throws IOException, InterruptedException {
    enter(directory);
    while (!Files.exists(directory.resolve("go"))) {
      Thread.sleep(10);
    }
    return "held";
  }

  /** As long, after one pause without any other in which its hub could do anything else. */
  private static String spin(Path directory) throws IOException, InterruptedException {
    Thread.sleep(10);
    enter(directory);
    while (!Files.exists(directory.resolve("go"))) {
      Thread.onSpinWait();
    }
    return "spun";
  }

  private static void enter(Path directory) throws IOException {
    Path entered = directory.resolve("entered");
    if (!Files.exists(entered)) {
      Files.createFile(entered);
    }
  }
}
