package net.brim.server.worker;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.Settings;
import net.brim.server.logging.Log;
import net.brim.server.plan.AppFailedException;
import net.brim.server.plan.AppLoader;
import net.brim.server.plan.LogTargets;
import net.brim.server.stats.StatsLayout;
import net.brim.server.stats.StatsMemory;

/** The one request that a web server has started this process for, as CGI. */
public final class OneRequest {

  /** As the process got it: what the JDK makes of it depends on the locale. */
  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

  private final Settings settings;
  private final AppLoader loader;
  private final HttpService service;
  private final StatsMemory memory;

  /** Answered by apps of that loader, with statistics that end with this process. */
  public OneRequest(Conf conf, Settings settings, StatsLayout layout, AppLoader loader) {
    this.settings = settings;
    this.loader = loader;
    this.service = new HttpService(conf, loader, null);
    this.memory = StatsMemory.create(layout, Instant.now().getEpochSecond());
  }

  /** Answers it; returns the exit status. */
  public int run(Consumer<String> complain) {
    if (System.getenv("REQUEST_METHOD") == null) {
      complain.accept(
          "listen = stdin: REQUEST_METHOD is not in the environment, where a web server puts it"
              + " when it starts brimd for a request");
      return 1;
    }
    Thread.currentThread().setContextClassLoader(loader.classLoader());
    var _ = Log.open(LogTargets.effective(settings.brim().log(), true));
    HttpSubserver subserver = (HttpSubserver) settings.subservers().getFirst();
    try (var in = new FileInputStream(FileDescriptor.in);
        var out = new FileOutputStream(FileDescriptor.out)) {
      return service
              .describeAttached(subserver, Place.of(memory, subserver.section(), 0))
              .answerCgi(environment(), in, out)
          ? 0
          : 1;
    } catch (IOException | ConfException | AppFailedException e) {
      complain.accept(String.valueOf(e.getMessage()));
      return 1;
    } finally {
      var _ = Log.close(Duration.ofSeconds(1));
    }
  }

  private static byte[] environment() throws IOException {
    if (Files.isReadable(ENVIRONMENT)) {
      return Files.readAllBytes(ENVIRONMENT);
    }
    var bytes = new ByteArrayOutputStream();
    System.getenv()
        .forEach((name, value) ->
            bytes.writeBytes((name + "=" + value + "\0").getBytes(StandardCharsets.UTF_8)));
    return bytes.toByteArray();
  }
}
