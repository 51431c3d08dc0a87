package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user with an empty home directory, {@code brimd} on the {@code PATH}, and ports of their own.
 *
 * <p>As an instance field it is one for each test, as a static field one for the class. When it is
 * over, a process, a pid file or a socket that is left fails the test; processes are ended then.
 */
final class Brimd
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

  private static final String SYSTEM_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Pattern WRITTEN_PORT = Pattern.compile("\\b890[1-9]\\b");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<Integer, Integer> ports = new LinkedHashMap<>();
  private final List<Program> programs = new ArrayList<>();
  private final List<Path> watched = new ArrayList<>();
  private boolean shared;
  private Path home = Path.of("/nonexistent");
  private Path outputs = home;

  // --- the life of the home directory ---

  @Override
  public void beforeAll(ExtensionContext context) {
    shared = true;
    settle();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!shared) {
      settle();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!shared) {
      leave(context);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    leave(context);
  }

  private void settle() {
    FirstStart.done();
    try {
      home = Files.createTempDirectory("brimd-it");
      outputs = Files.createDirectory(home.resolve("outputs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void leave(ExtensionContext context) {
    if (!Files.isDirectory(home)) {
      return; // there was no moving in
    }
    List<String> left = whatIsLeft();
    programs.forEach(Program::close);
    Processes.of(home).forEach(Processes::kill);
    Await.until("the end of killed processes", () -> Processes.of(home).isEmpty());
    delete(home);
    ports.clear();
    programs.clear();
    watched.clear();
    if (context.getExecutionException().isEmpty() && !left.isEmpty()) {
      fail("left behind:\n" + String.join("\n", left));
    }
  }

  /** Processes, pid files and sockets that are there although the server has ended. */
  List<String> whatIsLeft() {
    Await.within(GRACE, () -> Processes.of(home).isEmpty());
    var left = new ArrayList<String>();
    Processes.of(home).forEach(pid -> left.add("process " + Processes.describe(pid)));
    try (Stream<Path> files = Files.walk(home)) {
      files.filter(Brimd::isTrace).forEach(file -> left.add("file " + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    watched.stream().filter(Files::exists).forEach(file -> left.add("file " + file));
    return left;
  }

  private static boolean isTrace(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".pid") || name.endsWith(".sock");
  }

  /** Looks for that file too when all is over. */
  void watch(Path file) {
    watched.add(file);
  }

  /** Deletes a directory with all that it holds. */
  static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException problem)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- files and ports ---

  Path home() {
    return home;
  }

  /** A file in the home directory. */
  Path file(String name) {
    return home.resolve(name);
  }

  /** The text of a file in the home directory, empty where there is none. */
  String read(String name) {
    try {
      return Files.exists(file(name)) ? Files.readString(file(name)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file in the home directory, with this user's ports. */
  Path write(String name, String text) {
    try {
      Path file = file(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, withPorts(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes {@code ~/.brimd.conf} with that text, in which the ports 8901, 8902 and so on stand for
   * this user's, and with a pid file in the home directory whoever runs the test.
   */
  void conf(String text) {
    String place = "[brim]\npid_file = ~/.brimd.pid\n";
    write(
        ".brimd.conf",
        text.contains("[brim]\n") ? text.replace("[brim]\n", place) : text + "\n" + place);
  }

  /** The port that stands for one of 8901, 8902 and so on. */
  int port(int written) {
    return ports.computeIfAbsent(written, any -> Ports.free());
  }

  /** The port that stands for 8901. */
  int port() {
    return port(8901);
  }

  /** In one pass, because a free port may contain the digits of a written one. */
  private String withPorts(String text) {
    return WRITTEN_PORT
        .matcher(text)
        .replaceAll(found -> Integer.toString(port(Integer.parseInt(found.group()))));
  }

  // --- commands ---

  /** Runs {@code brimd} with those arguments. */
  Outcome run(String... arguments) {
    return background(arguments).outcome();
  }

  /**
   * Runs a line of a shell, as the seeds write it.
   *
   * @param arguments its {@code $1}, {@code $2} and so on, which stay as they are: a process may
   *     have the number of a port
   */
  Outcome shell(String line, Object... arguments) {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", withPorts(line), "sh"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return start(command, home).outcome();
  }

  /** Runs {@code brimd} with those arguments, where no configuration names the pid file. */
  Outcome runWithPidFile(String... arguments) {
    var all = new ArrayList<>(List.of("-p", file(".brimd.pid").toString()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  /** Starts {@code brimd} with those arguments. */
  Program background(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Distribution.brimd().toString());
    command.addAll(List.of(arguments));
    return start(command, home);
  }

  /** Starts any program. */
  Program start(List<String> command, Path directory) {
    var program = Program.start(command, environment(home), directory, outputs);
    programs.add(program);
    return program;
  }

  /** What a program of a user with that home directory finds in its environment. */
  static Map<String, String> environment(Path home) {
    return Map.of(
        "HOME",
        home.toString(),
        "JAVA_HOME",
        System.getProperty("java.home"),
        "PATH",
        Distribution.brimd().getParent() + ":" + SYSTEM_PATH + ":" + System.getenv("PATH"),
        // Where the distribution cannot be written, what the first start made is found again here.
        "XDG_CACHE_HOME",
        Distribution.REPOSITORY.resolve("integration-tests/target/cache").toString());
  }

  /** Starts the server with {@code ~/.brimd.conf}, which must succeed. */
  Outcome started() {
    return run("start").exits(0);
  }

  /** Stops the server by a signal: the command, which has its own tests, would start a JVM. */
  void stopped() {
    long pid = pid();
    signal(pid, "INT");
    Await.until("the end of the server", () -> !Processes.isAlive(pid));
  }

  // --- the server ---

  /** The pid of the supervisor, from the pid file. */
  long pid() {
    return Long.parseLong(read(".brimd.pid").strip());
  }

  /** What {@code status --json} says; as a rule of the supervisor itself, which takes less. */
  JsonNode status() {
    JsonNode told = StatusQuestion.ask(file(".brimd.pid.sock"));
    return told == null ? json(run("status", "--json").exits(0).out()) : told;
  }

  /** The worker of a slot in what {@code status --json} says. */
  JsonNode worker(int slot) {
    return status().get("workers").get(slot);
  }

  /** How many workers are ready. */
  long ready() {
    return status()
        .get("workers")
        .valueStream()
        .filter(worker -> worker.get("state").asString().equals("ready"))
        .count();
  }

  /** The statistics as the stats app of the main port shows them. */
  JsonNode stats() {
    try {
      return json(RawClient.get(port(), "/stats").text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String text) {
    return JSON.readTree(text);
  }

  /** Sends a signal by name. */
  void signal(long pid, String name) {
    Outcome kill = shell("kill -$1 $2", name, pid);
    assertEquals(0, kill.status(), kill::toString);
  }

  /** Stops a process by a signal, and waits until none of its threads does anything any more. */
  void freeze(long pid) {
    signal(pid, "STOP");
    Await.until("the standstill of " + pid, () -> Processes.isStopped(pid));
  }

  /** The lines of a log file that contain that text. */
  List<String> lines(String file, String text) {
    return read(file).lines().filter(line -> line.contains(text)).toList();
  }

  /** Waits for a line of a log file that contains that text. */
  String awaitLine(String file, String text) {
    Await.until(
        () -> "a line with '%s' in %s, which has:%n%s".formatted(text, file, read(file)),
        () -> !lines(file, text).isEmpty());
    return lines(file, text).getFirst();
  }

  /** Fails the test where anything of the server is left, or where its port is still taken. */
  void assertNothingLeft() {
    assertEquals(List.of(), whatIsLeft());
    for (int port : ports.values()) {
      assertTrue(
          Await.within(GRACE, () -> Ports.isFree(port)), () -> "port " + port + " is still taken");
    }
  }

  /** Compiles sources against the API alone, into a directory of the home directory. */
  void compile(String classes, Path... sources) {
    Apps.compile(file(classes), sources);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
