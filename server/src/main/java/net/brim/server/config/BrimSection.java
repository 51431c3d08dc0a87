package net.brim.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import net.brim.api.Conf;
import org.jspecify.annotations.Nullable;

/** Reads {@code [brim]}. */
final class BrimSection {

  private static final Pattern OCTAL = Pattern.compile("0?[0-7]{1,3}");
  private static final int DEFAULT_UMASK = 022;

  private final Section section;
  private final SectionReader reader;

  private BrimSection(Section section) {
    this.section = section;
    this.reader = new SectionReader(section);
  }

  static BrimSettings read(Conf conf, Problems problems) {
    var section = new Section(conf, Section.BRIM, problems);
    section.rejectUnknown(KnownOptions.ofBrim());
    return new BrimSection(section).read();
  }

  private BrimSettings read() {
    return new BrimSettings(
        reader.word("user", "the name or the id of a user"),
        reader.word("group", "the name or the id of a group"),
        reader.yesNo("no_new_privileges", true),
        reader.convert(
            "umask",
            OptionalInt.of(DEFAULT_UMASK),
            BrimSection::umask,
            "an octal number from 0 to 777, or inherit"),
        reader.path("basedir"),
        pathOfFile("pid_file"),
        pathOfFile("control_socket"),
        pathOfFile("errorlog"),
        reader.yesNo("detach", true),
        reader.timeout("graceful_timeout", Duration.ofSeconds(30)),
        reader.span("listen_retry", Duration.ofSeconds(30)),
        reader.timeout("start_timeout", Duration.ofSeconds(120)),
        reader.convert(
            "reload_surge",
            OptionalInt.empty(),
            BrimSection::surge,
            "a whole number, 1 or more, or all"),
        classpath(),
        reader.oneOf("sigterm", Sigterm.STOP, "stop or shutdown"),
        ListenOption.admin(section),
        reader.oneOf("systemd", SystemdUse.AUTO, "auto, yes or no"),
        LogOptions.read(section, ""));
  }

  private static OptionalInt umask(String text) {
    if (text.toLowerCase(Locale.ROOT).equals("inherit")) {
      return OptionalInt.empty();
    }
    if (!OCTAL.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return OptionalInt.of(Integer.parseInt(text, 8));
  }

  private static OptionalInt surge(String text) {
    return text.toLowerCase(Locale.ROOT).equals("all")
        ? OptionalInt.empty()
        : OptionalInt.of(Numbers.inRange(Integer.parseInt(text), 1, Integer.MAX_VALUE));
  }

  private @Nullable Path pathOfFile(String option) {
    Path path = reader.path(option);
    if (path != null && Files.isDirectory(path)) {
      section.problem(option, "expected the path of a file, and this is a directory");
      return null;
    }
    return path;
  }

  private List<Path> classpath() {
    var found = new ArrayList<Path>();
    String expected = "jars, directories and patterns, quoted as in a shell";
    for (String word : reader.words("classpath", words -> true, expected)) {
      List<Path> entries = entries(word);
      if (entries.isEmpty()) {
        section.problem("classpath", "`" + word + "` is neither a directory nor a jar");
      }
      found.addAll(entries);
    }
    return found;
  }

  private List<Path> entries(String word) {
    Conf.Value value = section.value("classpath");
    try {
      return PathPattern.expand(word, value == null ? null : value.origin()).stream()
          .filter(BrimSection::isEntry)
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static boolean isEntry(Path path) {
    return Files.isDirectory(path)
        || (Files.isRegularFile(path) && path.toString().endsWith(".jar"));
  }
}
