package net.brim.server.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.brim.api.Conf;
import net.brim.api.Origin;

/**
 * Reads configuration files, each with the files that its {@code [brim] additional_confs} names
 * after it; later values override earlier ones.
 *
 * <p>A file is read once, where it is named first, so files may name each other. Interpolation
 * happens when all files are read, so a value may name one that a later file sets. Only {@code
 * additional_confs} is interpolated when its file is read, from what has been read so far.
 */
public final class ConfReader {

  private static final String BRIM = "brim";
  private static final String ADDITIONAL = "additional_confs";

  private final Map<String, String> environment;
  private final Problems problems;
  private final Consumer<SkippedFile> skipped;
  private final RawConf raw = new RawConf();
  private final List<Path> files = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();

  private ConfReader(
      Map<String, String> environment, Problems problems, Consumer<SkippedFile> skipped) {
    this.environment = environment;
    this.problems = problems;
    this.skipped = skipped;
  }

  /** Reads {@code files} in their order; those that cannot be read are skipped. */
  public static Conf read(List<Path> files, Map<String, String> environment, Problems problems) {
    return read(files, environment, problems, file -> {});
  }

  /**
   * Reads {@code files} in their order.
   *
   * @param environment what {@code ${env:NAME}} stands for
   * @param skipped is told of each file that is missing or cannot be read
   */
  public static Conf read(
      List<Path> files,
      Map<String, String> environment,
      Problems problems,
      Consumer<SkippedFile> skipped) {
    var reader = new ConfReader(environment, problems, skipped);
    files.forEach(reader::readFile);
    return reader.interpolate();
  }

  private void readFile(Path file) {
    if (!seen.add(file.toAbsolutePath().normalize())) {
      return;
    }
    try {
      ConfText text = ConfText.decode(Files.readAllBytes(file));
      files.add(file);
      if (text.badLine() > 0) {
        problems.add(new Origin(file, text.badLine()), "the file is not text in UTF-8");
      }
      ConfParser.parse(file, text.text(), raw, problems);
      additionalFiles(file).forEach(this::readFile);
    } catch (IOException e) {
      skipped.accept(new SkippedFile(file, reason(file, e)));
    }
  }

  private static String reason(Path file, IOException e) {
    if (Files.isDirectory(file)) {
      return "it is a directory";
    }
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file";
      case AccessDeniedException denied -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** The files that {@code file} itself names. */
  private List<Path> additionalFiles(Path file) {
    Map<String, Conf.Value> options = raw.options(BRIM);
    Conf.Value value = options.get(ADDITIONAL);
    if (value == null || value.inherited() || !isFrom(file, value)) {
      return List.of();
    }
    var found = new ArrayList<Path>();
    try {
      String text = Interpolation.of(value.text(), options, environment);
      ShellWords.split(text)
          .forEach(word -> found.addAll(PathPattern.expand(word, value.origin())));
    } catch (IllegalArgumentException e) {
      add(BRIM, ADDITIONAL, value, e);
    }
    return found;
  }

  private static boolean isFrom(Path file, Conf.Value value) {
    return value.origin() != null && value.origin().file().equals(file);
  }

  private Conf interpolate() {
    var sections = new LinkedHashMap<String, Map<String, Conf.Value>>();
    raw.sections().forEach(name -> sections.put(name, interpolate(name, raw.options(name))));
    return Conf.of(sections, files);
  }

  private Map<String, Conf.Value> interpolate(String section, Map<String, Conf.Value> options) {
    var result = new LinkedHashMap<String, Conf.Value>();
    options.forEach((option, value) -> {
      try {
        String text = Interpolation.of(value.text(), options, environment);
        result.put(option, new Conf.Value(text, value.origin(), value.inherited()));
      } catch (IllegalArgumentException e) {
        add(section, option, value, e);
      }
    });
    return result;
  }

  private void add(String section, String option, Conf.Value value, IllegalArgumentException e) {
    String place = value.origin() == null ? "" : value.origin() + ": ";
    String text = value.text().replace("\n", "\\n");
    problems.add("%s[%s] %s = %s: %s".formatted(place, section, option, text, e.getMessage()));
  }
}
