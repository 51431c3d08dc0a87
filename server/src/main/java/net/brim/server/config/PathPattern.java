package net.brim.server.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import net.brim.api.Conf;
import net.brim.api.Origin;
import org.jspecify.annotations.Nullable;

/** A path in which {@code *}, {@code ?} and {@code [...]} stand for any file of a directory. */
final class PathPattern {

  private PathPattern() {}

  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /**
   * The path itself, there or not, or the files that the pattern matches, in the order of their
   * names. As in a shell, a hidden file is matched only by a pattern that starts with a dot, and a
   * directory that cannot be read holds nothing.
   *
   * @throws IllegalArgumentException where the text is neither
   */
  static List<Path> expand(String text, @Nullable Origin origin) {
    Path path = Conf.toPath(text, origin);
    Path root = path.getRoot();
    if (root == null || !isPattern(path.toString()) || Files.exists(path)) {
      return List.of(path);
    }
    List<Path> found = List.of(root);
    for (Path name : path) {
      found = found.stream().flatMap(parent -> matches(parent, name.toString()).stream()).toList();
    }
    return found;
  }

  private static List<Path> matches(Path parent, String pattern) {
    if (!isPattern(pattern)) {
      Path child = parent.resolve(pattern);
      return Files.exists(child) ? List.of(child) : List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + escape(pattern));
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
      for (Path child : children) {
        Path name = child.getFileName();
        if (matcher.matches(name) && isHidden(name.toString()) == isHidden(pattern)) {
          found.add(child);
        }
      }
    } catch (IOException e) {
      return List.of(); // as a shell's pattern does
    }
    found.sort(null);
    return found;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".");
  }

  /** Takes the meaning from what is special to Java's patterns alone. */
  private static String escape(String pattern) {
    return pattern.replaceAll("[\\\\{}]", "\\\\$0");
  }
}
