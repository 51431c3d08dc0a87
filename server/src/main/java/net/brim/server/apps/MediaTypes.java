package net.brim.server.apps;

import java.util.List;
import java.util.Locale;
import net.brim.api.Tokens;

/**
 * A choice of media types: {@code application/json}, all of a kind as {@code text/*}, or all of a
 * syntax as {@code *+xml}.
 *
 * @param patterns in lower case
 */
record MediaTypes(List<String> patterns) {

  MediaTypes {
    patterns = patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList();
    for (String pattern : patterns) {
      if (!isPattern(pattern)) {
        throw new IllegalArgumentException(pattern + " is no media type");
      }
    }
  }

  /** Whether the value of a {@code Content-Type} field is among them. */
  boolean contain(String contentType) {
    int end = contentType.indexOf(';');
    String type =
        (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    for (String pattern : patterns) {
      if (matches(pattern, type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String type) {
    if (pattern.startsWith("*+")) {
      return type.endsWith(pattern.substring(1));
    }
    return pattern.endsWith("/*")
        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
        : type.equals(pattern);
  }

  private static boolean isPattern(String pattern) {
    if (pattern.startsWith("*+")) {
      return Tokens.isToken(pattern.substring(2));
    }
    int slash = pattern.indexOf('/');
    return slash > 0
        && !pattern.startsWith("*")
        && Tokens.isToken(pattern.substring(0, slash))
        && Tokens.isToken(pattern.substring(slash + 1));
  }
}
