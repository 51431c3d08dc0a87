package net.brim.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.brim.server.plan.Launch;
import net.brim.server.systemd.Variables;
import org.jspecify.annotations.Nullable;

/** How this JVM was started, so that others can be started alike. */
final class OwnProcess {

  /** Set by {@code bin/brimd}: the flags that all our JVMs share, separated by spaces. */
  private static final String FLAGS = "brim.java.flags";

  /** Set by {@code bin/brimd}: the AOT cache, where there is one. */
  private static final String AOT_CACHE = "brim.aot";

  /** Set by {@code bin/brimd}: itself, as it was called. */
  private static final String SCRIPT = "brim.script";

  private OwnProcess() {}

  /** The executable of the JVM and the flags that all our processes share. */
  static List<String> java() {
    var java = new ArrayList<String>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String flags = System.getProperty(FLAGS, "").strip();
    if (!flags.isEmpty()) {
      Collections.addAll(java, flags.split("\\s+"));
    }
    java.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    String cache = System.getProperty(AOT_CACHE, "");
    if (!cache.isEmpty()) {
      java.add("-XX:AOTCache=" + cache);
    }
    return java;
  }

  /** The script that started this JVM; null where none did. */
  static @Nullable Path script() {
    String script = System.getProperty(SCRIPT, "");
    return script.isEmpty() ? null : Path.of(script).toAbsolutePath();
  }

  /** How the JVM finds our classes. */
  static List<String> program() {
    String classPath = System.getProperty("java.class.path");
    if (classPath.endsWith(".jar") && !classPath.contains(":")) {
      return List.of("-jar", Path.of(classPath).toAbsolutePath().toString());
    }
    return List.of(
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        "net.brim.server.Main");
  }

  /** How we were called, for the processes that we start. */
  static Launch launch(Options options, Configuration configuration, boolean foreground) {
    return new Launch(
        options.confs().stream().map(Path::toAbsolutePath).toList(),
        Configuration.home(System.getenv()).toAbsolutePath(),
        configuration.pidFile(),
        configuration.controlSocket(),
        configuration.settings().brim().detach() && !foreground,
        options.stackTraces(),
        script(),
        java(),
        program());
  }

  /** The environment for the supervisor: it is told by us which sockets are passed. */
  static List<String> environment() {
    var environment = new ArrayList<String>();
    Variables.withoutSockets(System.getenv())
        .forEach((name, value) -> environment.add(name + "=" + value));
    return environment;
  }

  /** Reads a file of {@code /proc}; null where there is none. */
  static @Nullable String read(Path file) {
    try {
      return java.nio.file.Files.readString(file);
    } catch (java.io.IOException e) {
      return null;
    }
  }
}
