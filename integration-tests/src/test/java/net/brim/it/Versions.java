package net.brim.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The app that tells its version, in the home directory of a test: a deployment compiles it anew.
 */
final class Versions {

  /** The start of a configuration with it, with a log and the apps of the {@link Workbench}. */
  static final String BRIM =
      """
      [brim]
      classpath = classes %s
      log_to = file:~/brim.log
      graceful_timeout = 60s
      """;

  private final Brimd brimd;

  Versions(Brimd brimd) {
    this.brimd = brimd;
  }

  /** Puts that version where the configuration says that the classes are. */
  void deploy(int version) throws IOException {
    String source = Files.readString(Apps.source("versions/Versions.java"));
    Path file = brimd.file("source/versions/Versions.java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source.replace("version 1", "version " + version));
    brimd.compile("classes", file);
  }

  /** Writes the configuration: options of {@code [brim]}, then those of the app, then sections. */
  void conf(String brim, String app, String rest) {
    brimd.conf(
        BRIM.formatted(Workbench.classpath())
            + brim
            + "\n[http]\nip = 127.0.0.1\nport = 8901\naccess_log = off\n"
            + "apps = versions workbench echo stats\n\n"
            + "[versions]\ncall = versions.Versions\n"
            + app
            + "\n\n"
            + Workbench.SECTION
            + rest);
  }

  /** What the server that listens on the main port says at that path. */
  String ask(String path) throws IOException {
    return RawClient.get(brimd.port(), path).text().strip();
  }
}
