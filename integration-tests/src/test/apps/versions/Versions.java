package versions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Daemon;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Stat;

/** Tells which of its versions it is, and fails to start in each way that its section names. */
public final class Versions implements HttpApp.Factory<Versions.Settings> {

  /** Tests compile the class again with another one. */
  private static final String VERSION = "version 1";

  /** What the section says. */
  public record Settings(String word, String fault, Path starts, Duration delay) {}

  public Versions() {}

  @Override
  public Settings parseConf(String name, Conf conf) {
    String fault = conf.get(name, "fault", "none");
    switch (fault) {
      case "parse" -> throw new ConfException("[" + name + "] this is not what I want.");
      case "parse-exit" -> Runtime.getRuntime().halt(7);
      case "parse-hang" -> pause(Duration.ofHours(1));
      default -> {}
    }
    return new Settings(
        conf.get(name, "word", "nothing"),
        fault,
        conf.getPath(name, "starts"),
        conf.getDuration(name, "delay", Duration.ZERO));
  }

  @Override
  public List<Stat> statsConf(String name, Settings settings) {
    return switch (settings.fault()) {
      case "clash" -> List.of(Stat.max("request_count"));
      case "old-count" -> List.of(Stat.sum("both"), Stat.sum("old"));
      case "new-count" -> List.of(Stat.sum("new"), Stat.sum("both"));
      default -> List.of();
    };
  }

  @Override
  public HttpApp create(String name, Settings settings, HttpApp next) {
    pause(settings.delay());
    switch (settings.fault()) {
      case "throw" -> throw new IllegalStateException("no luck");
      case "exit" -> System.exit(9);
      case "halt" -> Runtime.getRuntime().halt(8);
      case "second" -> failAfterTheFirst(settings.starts());
      case "second-hangs" -> hangAfterTheFirst(settings.starts());
      default -> {}
    }
    return request -> handle(request, settings, next);
  }

  /** Only one worker ever gets this directory. */
  private static void failAfterTheFirst(Path directory) {
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw new IllegalStateException("I am the second", e);
    }
  }

  private static void hangAfterTheFirst(Path directory) {
    try {
      failAfterTheFirst(directory);
    } catch (IllegalStateException e) {
      pause(Duration.ofHours(1));
    }
  }

  private static Response handle(Request request, Settings settings, HttpApp next)
      throws Exception {
    return switch (request.path()) {
      case "/version" -> Response.text(VERSION + "\n");
      case "/word" -> Response.text(settings.word() + "\n");
      case "/pid" -> Response.text(ProcessHandle.current().pid() + "\n");
      case "/count-old" -> count(request, "old", "both");
      case "/count-new" -> count(request, "new", "both");
      default -> next.handle(request);
    };
  }

  private static Response count(Request request, String... names) {
    for (String name : names) {
      request.stats().incr(name);
    }
    return Response.text("counted\n");
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A daemon that says so where another one runs at the same time. */
  public static final class Alone implements Daemon.Factory<Path> {

    public Alone() {}

    @Override
    public Path parseConf(String name, Conf conf) {
      return conf.getPath(name, "place");
    }

    @Override
    public Daemon create(String name, Path place) {
      return context -> {
        try {
          Files.createDirectory(place);
        } catch (IOException e) {
          context.logger().error("{} is not alone", name);
          return;
        }
        context.logger().info("{} begins", name);
        context.awaitDraining();
        Thread.sleep(500); // long enough for a successor that does not wait
        Files.delete(place);
      };
    }
  }
}
