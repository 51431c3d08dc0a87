package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles apps as a user does: with {@code javac}, against the API of the distribution alone. */
final class Apps {

  private Apps() {}

  /** Compiles those sources. */
  static void compile(Path classes, Path... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      Files.createDirectories(classes);
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-cp", classPath(), "-d", classes.toString(), "-Xlint:all", "-Werror"),
                  null,
                  files.getJavaFileObjects(sources))
              .call();
      assertTrue(compiled, messages::toString);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An app of the tests. */
  static Path source(String name) {
    return Distribution.REPOSITORY.resolve("integration-tests/src/test/apps/" + name);
  }

  private static String classPath() {
    return Distribution.apiJar() + ":" + Distribution.library("slf4j-api");
  }
}
