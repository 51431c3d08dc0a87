package net.brim.chaos.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code brimd} of its own home directory, used by its commands as an operator uses it. */
public final class Brimd {

  private static final String MARK = "BRIM_CHAOS_HOME";
  private static final Path HOME_OF_BRIM =
      Path.of(System.getProperty("brim.home", "server/target")).toAbsolutePath();
  private static final String CONF = "brimd.conf";
  private static final int COMMAND_SECONDS = 90;
  private static final int END_SECONDS = 10;

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();

  /** A server that has not started, whose home is that empty directory. */
  public Brimd(Path home) {
    this.home = home;
    for (String name : List.of("PATH", "JAVA_HOME", "LANG")) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.put("HOME", home.toString());
    environment.put(MARK, home.toString());
  }

  /** The directory of the project that it was built in. */
  public Path repository() {
    return HOME_OF_BRIM.resolve("../../..").normalize();
  }

  /** A file in its home directory. */
  public Path file(String name) {
    return home.resolve(name);
  }

  /** Sets a variable for what is started from now on. */
  public void setEnvironment(String name, String value) {
    environment.put(name, value);
  }

  /** Replaces its configuration, of which it hears when it is told. */
  public void configure(ServerConf conf) throws IOException {
    Path fresh = Files.writeString(file("brimd.conf.new"), conf.text());
    Files.move(fresh, file(CONF), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /** Its command line with that command. */
  public List<String> command(String... words) {
    return Stream.concat(
            Stream.of(HOME_OF_BRIM.resolve("bin/brimd").toString(), "-c", file(CONF).toString()),
            Stream.of(words))
        .toList();
  }

  /** Prepares a process with its environment. */
  public ProcessBuilder process(List<String> command) {
    var builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** Runs a command to its end. */
  public Said run(String... words) throws IOException, InterruptedException {
    Path output = Files.createTempFile(home, "output", "");
    long begun = System.nanoTime();
    try {
      Process process =
          process(command(words)).redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            "brimd %s did not end within %d s".formatted(String.join(" ", words), COMMAND_SECONDS));
      }
      Duration time = Duration.ofNanos(System.nanoTime() - begun);
      return new Said(process.exitValue(), Files.readString(output), time);
    } finally {
      Files.delete(output);
    }
  }

  /** The process id of its supervisor; 0 where its pid file names none. */
  public long supervisor() throws IOException {
    Path file = file("brimd.pid");
    String text =
        Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII).strip() : "";
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** All its processes. */
  public List<Long> processes() {
    return Processes.with(MARK + "=" + home);
  }

  /** Stops it, and whatever does not stop. */
  public void end() throws IOException {
    try {
      if (supervisor() != 0) {
        var _ = run("stop");
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
      while (!processes().isEmpty() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      for (long pid : processes()) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }
}
