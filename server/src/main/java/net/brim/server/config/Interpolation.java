package net.brim.server.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import net.brim.api.Conf;

/**
 * Puts other values into the values of one section.
 *
 * <pre>
 *   %(name)s           the option of that name, of this section or of [DEFAULT], itself interpolated
 *   %%                 a percent sign
 *   ${env:NAME}        an environment variable, as it is
 *   ${env:NAME:-text}  the same, or the text, interpolated, where it is missing or empty
 * </pre>
 *
 * <p>Any other use of a percent sign is an error. A dollar sign is nothing special elsewhere.
 */
final class Interpolation {

  /** As many as Python's, so that a value that names itself ends. */
  private static final int MAX_DEPTH = 10;

  private static final String ENVIRONMENT = "${env:";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, Conf.Value> options;
  private final Map<String, String> environment;
  private final StringBuilder result = new StringBuilder();

  private Interpolation(Map<String, Conf.Value> options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /**
   * Interpolates a value.
   *
   * @param options of its section, those of {@code [DEFAULT]} included
   * @throws IllegalArgumentException with a message that completes "NAME = VALUE: …"
   */
  static String of(String text, Map<String, Conf.Value> options, Map<String, String> environment) {
    var interpolation = new Interpolation(options, environment);
    interpolation.append(text, 1);
    return interpolation.result.toString();
  }

  private void append(String text, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "values name each other more than " + MAX_DEPTH + " deep, perhaps in a circle");
    }
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '%') {
        at = percent(text, at, depth);
      } else if (text.startsWith(ENVIRONMENT, at)) {
        at = environment(text, at, depth);
      } else {
        result.append(text.charAt(at));
        at++;
      }
    }
  }

  private int percent(String text, int at, int depth) {
    if (text.startsWith("%%", at)) {
      result.append('%');
      return at + 2;
    }
    int close = text.indexOf(')', at);
    if (!text.startsWith("%(", at) || close == at + 2 || !text.startsWith(")s", close)) {
      throw new IllegalArgumentException(
          "expected `%%` for a percent sign, or `%(name)s`, at " + text.substring(at));
    }
    String name = text.substring(at + 2, close);
    Conf.Value value = options.get(name.toLowerCase(Locale.ROOT));
    if (value == null) {
      throw new IllegalArgumentException(
          "%%(%s)s names no option of this section or of [DEFAULT]".formatted(name));
    }
    append(value.text(), depth + 1);
    return close + 2;
  }

  private int environment(String text, int at, int depth) {
    int close = closingBrace(text, at);
    String inside = text.substring(at + ENVIRONMENT.length(), close);
    int mark = inside.indexOf(":-");
    String name = mark < 0 ? inside : inside.substring(0, mark);
    if (!VARIABLE.matcher(name).matches()) {
      throw new IllegalArgumentException("`" + name + "` is no name of an environment variable");
    }
    String value = environment.get(name);
    if (mark >= 0 && (value == null || value.isEmpty())) {
      append(inside.substring(mark + 2), depth + 1);
    } else if (value != null) {
      result.append(value);
    } else {
      throw new IllegalArgumentException(
          "the environment variable %s is not set; ${env:%s:-text} would give it a default"
              .formatted(name, name));
    }
    return close + 1;
  }

  /** The brace that ends the variable at {@code at}; the default may hold others in it. */
  private static int closingBrace(String text, int at) {
    int open = 0;
    for (int i = at; i < text.length(); i++) {
      if (text.startsWith("${", i)) {
        open++;
      } else if (text.charAt(i) == '}') {
        open--;
        if (open == 0) {
          return i;
        }
      }
    }
    throw new IllegalArgumentException("no `}` ends " + text.substring(at));
  }
}
