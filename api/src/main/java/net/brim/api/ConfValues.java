package net.brim.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms that a value of the configuration can have; each method throws IllegalArgumentException
 * on another.
 */
final class ConfValues {

  private static final Set<String> TRUE = Set.of("true", "yes", "on", "1", "t", "y");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0", "f", "n");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([kmg]?)b?");
  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h|)");

  private ConfValues() {}

  static boolean toBoolean(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (TRUE.contains(lower)) {
      return true;
    }
    if (FALSE.contains(lower)) {
      return false;
    }
    throw new IllegalArgumentException(text);
  }

  static int toInt(String text) {
    return Integer.parseInt(text.strip());
  }

  static double toDouble(String text) {
    if (!DECIMAL.matcher(text.strip()).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Double.parseDouble(text.strip());
  }

  static long toSize(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long unit =
        switch (matcher.group(2)) {
          case "k" -> 1L << 10;
          case "m" -> 1L << 20;
          case "g" -> 1L << 30;
          default -> 1;
        };
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Duration toDuration(String text) {
    Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    double unit =
        switch (matcher.group(2)) {
          case "ms" -> 1e6;
          case "m" -> 60e9;
          case "h" -> 3600e9;
          default -> 1e9;
        };
    double nanos = Double.parseDouble(matcher.group(1)) * unit;
    if (nanos >= Long.MAX_VALUE) {
      throw new IllegalArgumentException(text);
    }
    return Duration.ofNanos(Math.round(nanos));
  }

  static Path toPath(String text, @Nullable Origin origin) {
    String expanded = expandUser(text.strip());
    if (expanded.isEmpty()) {
      throw new IllegalArgumentException("an empty path");
    }
    Path path = Path.of(expanded);
    Path base = origin == null ? null : origin.file().toAbsolutePath().getParent();
    return base == null ? path.toAbsolutePath() : base.resolve(path).normalize();
  }

  /**
   * Replaces a leading {@code ~} by the home directory of the current user, {@code ~name} by that
   * of another.
   */
  private static String expandUser(String text) {
    if (!text.startsWith("~")) {
      return text;
    }
    int slash = text.indexOf('/');
    String user = slash < 0 ? text.substring(1) : text.substring(1, slash);
    String rest = slash < 0 ? "" : text.substring(slash);
    if (user.isEmpty()) {
      String home = System.getenv("HOME");
      return (home == null ? System.getProperty("user.home") : home) + rest;
    }
    return homeOf(user) + rest;
  }

  private static String homeOf(String user) {
    try (var lines = Files.lines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 5 && fields[0].equals(user))
          .map(fields -> fields[5])
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no user " + user));
    } catch (IOException e) {
      throw new IllegalArgumentException("no user " + user, e);
    }
  }
}
