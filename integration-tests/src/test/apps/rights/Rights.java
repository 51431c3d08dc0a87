package rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Stat;

/** Writes down with which rights its code runs, and tries to get more. */
public final class Rights implements HttpApp.Factory<String> {

  static {
    note("class");
  }

  public Rights() {}

  @Override
  public String parseConf(String name, Conf conf) {
    note("parseConf");
    System.out.println("parseConf prints");
    System.err.println("parseConf complains");
    switch (conf.get(name, "then", "go on")) {
      case "exit" -> System.exit(5);
      case "fail" -> throw new IllegalStateException("on purpose");
      case "refuse" -> throw new ConfException("refused on purpose");
      case "hang" -> hang();
      default -> {}
    }
    return name;
  }

  @Override
  public List<Stat> statsConf(String name, String settings) {
    note("statsConf");
    return List.of(Stat.sum("rights_asked"));
  }

  @Override
  public HttpApp create(String name, String settings, HttpApp next) {
    note("create");
    return this::handle;
  }

  private Response handle(Request request) throws Exception {
    return switch (request.path()) {
      case "/worker" -> Response.text(rights("worker") + "\n");
      case "/child" -> Response.text(output("/bin/cat", "/proc/self/status"));
      case "/helper" -> Response.text(output(place("helper").toString(), "/proc/self/status"));
      case "/back" -> Response.text(setUserToRoot() + "\n");
      case "/file" -> {
        Files.createFile(place("made/file"));
        yield Response.text("made\n");
      }
      default -> Response.text("hello\n");
    };
  }

  private static void hang() {
    try {
      Thread.sleep(600_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the system call returns. */
  @SuppressWarnings("restricted") // the manifest of brimd grants it, and here it must be refused
  private static int setUserToRoot() throws Exception {
    Linker linker = Linker.nativeLinker();
    try {
      return (int)
          linker
              .downcallHandle(
                  linker.defaultLookup().findOrThrow("setuid"),
                  FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
              .invoke(0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), UTF_8);
    }
  }

  /** A file beside the directory with this class. */
  private static Path place(String name) {
    try {
      return Path.of(Rights.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolveSibling(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void note(String when) {
    try {
      Files.writeString(
          place("made/rights"),
          rights(when) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rights(String when) {
    try {
      String status =
          Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
              .filter(line -> line.matches("(Uid|Gid|Groups|Cap[A-Z].*|NoNewPrivs|Umask):.*"))
              .map(line -> line.replaceAll("\\s+", " ").strip())
              .collect(Collectors.joining("; "));
      return "%s; %s; %s %s; %s %s"
          .formatted(
              when,
              status,
              System.getenv("HOME"),
              System.getenv("USER"),
              System.getProperty("user.home"),
              System.getProperty("user.name"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
