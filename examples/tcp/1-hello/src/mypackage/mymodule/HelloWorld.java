package mypackage.mymodule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.brim.api.Conf;
import net.brim.api.TcpApp;
import net.brim.api.TcpConnection;

/** Greets whoever connects. */
public final class HelloWorld implements TcpApp {

  /** For {@code call}: the name of the section, and the whole configuration. */
  public HelloWorld(String name, Conf conf) {}

  @Override
  public void handle(TcpConnection connection) throws IOException {
    connection.output().write("Hello World!\n".getBytes(StandardCharsets.UTF_8));
  }
}
