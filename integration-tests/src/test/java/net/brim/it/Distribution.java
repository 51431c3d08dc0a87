package net.brim.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The distribution that the build of the server made. */
final class Distribution {

  static final String VERSION = System.getProperty("brim.version", "0.1.0");

  /** The directory of the whole project. */
  static final Path REPOSITORY =
      Path.of(System.getProperty("brim.repository", "..")).toAbsolutePath().normalize();

  private static final Path TARGET = REPOSITORY.resolve("server/target");
  private static final String NAME = "brimd-" + VERSION;

  private Distribution() {}

  /** Its directory. */
  static Path directory() {
    Path made = TARGET.resolve(NAME);
    Path nested = made.resolve(NAME);
    Path found = Files.isDirectory(nested) ? nested : made;
    if (!Files.isExecutable(found.resolve("bin/brimd"))) {
      throw new IllegalStateException(
          found + " holds no bin/brimd: build the server first, as `mvn verify` does");
    }
    return found;
  }

  /** The script that users call. */
  static Path brimd() {
    return directory().resolve("bin/brimd");
  }

  /** The distribution as one file. */
  static Path archive() {
    return TARGET.resolve(NAME + ".tar.gz");
  }

  /** What apps are compiled against. */
  static Path apiJar() {
    return jar("brim-api-" + VERSION + ".jar");
  }

  /** Our own jars. */
  static List<Path> ourJars() {
    return List.of("api", "native", "engine", "server").stream()
        .map(module -> jar("brim-" + module + "-" + VERSION + ".jar"))
        .toList();
  }

  /** The jar of a library, whatever its version. */
  static Path library(String name) {
    try (Stream<Path> jars = Files.list(directory().resolve("lib"))) {
      return jars.filter(jar -> jar.getFileName().toString().matches(name + "-[0-9].*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(name + " is not in the distribution"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar(String name) {
    Path jar = directory().resolve("lib").resolve(name);
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing");
    }
    return jar;
  }

  /** The text of a file of the project. */
  static String read(String path) {
    try {
      return Files.readString(REPOSITORY.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
