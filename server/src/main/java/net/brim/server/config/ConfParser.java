package net.brim.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.brim.api.Conf;
import net.brim.api.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one file as Python's ConfigParser does.
 *
 * <pre>
 *   # or ; first      skipped, also within a value
 *   blank             within a value: an empty line of it, dropped at its end
 *   deeper indented   the next line of the value above
 *   [name] ...        a section; its name ends at the last ] of the line
 *   name = value      an option of the section; : serves as well as =
 * </pre>
 */
final class ConfParser {

  /** A value whose further lines may still come. */
  private record Open(@Nullable String option, int line, List<String> text) {}

  private final Path file;
  private final RawConf into;
  private final Problems problems;
  private final Map<String, Integer> sectionLines = new HashMap<>();
  private final Map<List<String>, Integer> optionLines = new HashMap<>();
  private @Nullable String section;
  private @Nullable Open open;
  private boolean homeless;
  private int indent;
  private int line;

  private ConfParser(Path file, RawConf into, Problems problems) {
    this.file = file;
    this.into = into;
    this.problems = problems;
  }

  /** Adds what {@code text} says to {@code into}, over what is there. */
  static void parse(Path file, String text, RawConf into, Problems problems) {
    var parser = new ConfParser(file, into, problems);
    text.lines().forEach(parser::line);
    parser.closeValue();
  }

  private void line(String text) {
    line++;
    String content = Blanks.strip(text);
    if (content.startsWith("#") || content.startsWith(";")) {
      return;
    }
    if (open != null && (content.isEmpty() || Blanks.indent(text) > indent)) {
      open.text().add(content);
    } else if (!content.isEmpty()) {
      closeValue();
      indent = Blanks.indent(text);
      sectionOrOption(content);
    }
  }

  private void sectionOrOption(String content) {
    int end = content.lastIndexOf(']');
    if (content.startsWith("[") && end >= 2) {
      section(content.substring(1, end));
    } else if (section != null) {
      option(section, content);
    } else if (!homeless) {
      homeless = true;
      problem("expected a [section] before the first option: " + content);
    }
  }

  private void section(String name) {
    Integer first = sectionLines.putIfAbsent(name, line);
    if (first != null && !RawConf.isDefault(name)) {
      problem("[%s] is here a second time, first in line %d".formatted(name, first));
    }
    section = name;
    into.open(name);
  }

  private void option(String in, String content) {
    int delimiter = delimiter(content);
    if (delimiter <= 0) {
      problem("expected `[section]` or `name = value`: " + content);
      open = new Open(null, line, new ArrayList<>());
      return;
    }
    String name = Blanks.stripEnd(content.substring(0, delimiter)).toLowerCase(Locale.ROOT);
    Integer first = optionLines.putIfAbsent(List.of(in, name), line);
    if (first != null) {
      problem("[%s] %s is set a second time, first in line %d".formatted(in, name, first));
    }
    open = new Open(name, line, new ArrayList<>());
    open.text().add(Blanks.strip(content.substring(delimiter + 1)));
  }

  /** The index of the first {@code =} or {@code :}, or -1. */
  private static int delimiter(String content) {
    for (int i = 0; i < content.length(); i++) {
      if (content.charAt(i) == '=' || content.charAt(i) == ':') {
        return i;
      }
    }
    return -1;
  }

  private void closeValue() {
    if (open != null && open.option() != null && section != null) {
      String text = Blanks.stripEnd(String.join("\n", open.text()));
      into.put(section, open.option(), new Conf.Value(text, new Origin(file, open.line())));
    }
    open = null;
  }

  private void problem(String message) {
    problems.add(new Origin(file, line), message);
  }
}
