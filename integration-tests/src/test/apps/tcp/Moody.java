package tcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import net.brim.api.Conf;
import net.brim.api.TcpApp;
import net.brim.api.TcpConnection;

/** Does what each line that comes tells it to. */
public final class Moody implements TcpApp {

  private static final AtomicInteger MADE = new AtomicInteger();

  private final int number = MADE.incrementAndGet();

  /** For {@code call}. */
  public Moody(String name, Conf conf) {
    if (number == conf.getInt(name, "breaks_at", 0)) {
      throw new IllegalStateException("no luck with number " + number);
    }
  }

  @Override
  public void handle(TcpConnection connection) throws IOException {
    while (connection.awaitInput()) {
      String line = line(connection.input());
      switch (line) {
        case "number" -> say(connection, "" + number);
        case "peer" -> say(connection, "" + connection.remoteAddress());
        case "server" ->
            say(connection, connection.server().name() + "/" + connection.server().slot());
        case "tls" ->
            say(connection, connection.tls() == null ? "none" : connection.tls().version());
        case "log" -> connection.logger().info("a line of the app");
        case "throw" -> throw new IllegalStateException("as told");
        case "shut" -> {
          say(connection, "bye");
          connection.shutdownOutput();
        }
        case "rest" -> {
          int count = connection.input().readAllBytes().length;
          say(connection, "rest " + count);
        }
        default -> say(connection, "what is " + line + "?");
      }
    }
  }

  private static void say(TcpConnection connection, String text) throws IOException {
    connection.output().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String line(InputStream input) throws IOException {
    var line = new StringBuilder();
    for (int b = input.read(); b != '\n' && b >= 0; b = input.read()) {
      line.append((char) b);
    }
    return line.toString();
  }
}
