import java.time.Duration;
import java.util.Map;
import net.brim.api.HttpApp;
import net.brim.api.PathDispatcher;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.engine.HttpServer;

/** A program with a server of its own: two apps, each under a prefix, and its statistics. */
public final class Embedded {

  private Embedded() {}

  public static void main(String[] arguments) throws Exception {
    HttpApp site = PathDispatcher.of(Map.of("/", Embedded::home, "/blog", Embedded::blog));
    HttpServer server = HttpServer.builder(site).bind("127.0.0.1", 8901).start();
    System.out.println("listening on port " + server.port());

    // Ctrl-C and SIGTERM: five seconds for the requests that run, then the statistics.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    server.join();
  }

  private static Response home(Request request) {
    return Response.text("Hello from " + request.path() + "\n");
  }

  private static Response blog(Request request) {
    return Response.text("The post " + request.path() + " of " + request.mountPath() + "\n");
  }

  private static void stop(HttpServer server) {
    boolean finished = server.stop(Duration.ofSeconds(5));
    System.out.println((finished ? "stopped: " : "severed: ") + server.stats().toMap());
  }
}
