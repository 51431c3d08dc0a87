package litter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.api.Conf;
import net.brim.api.Daemon;
import net.brim.api.DaemonContext;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;

/** Starts processes and does not look after them. */
public final class Litter implements HttpApp {

  public Litter(String name, Conf conf, HttpApp next) {}

  /** Answers with the pid of a process that sleeps. */
  @Override
  public Response handle(Request request) throws Exception {
    return Response.text(start() + "\n");
  }

  private static long start() throws IOException {
    return new ProcessBuilder("sleep", "1000").start().pid();
  }

  /** Starts one too, writes its pid to a file, and waits. */
  public static final class Task implements Daemon {

    private final Path file;

    public Task(String name, Conf conf) {
      file = Path.of(conf.get(name, "file"));
    }

    @Override
    public void run(DaemonContext context) throws Exception {
      Files.writeString(file, start() + "\n");
      context.awaitDraining();
    }
  }
}
