package net.brim.chaos.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads every line that a server has logged, and picks those that tell of something wrong. */
public final class LogLines {

  private static final Pattern GRAVE =
      Pattern.compile(
          "\\b(?:CRITICAL|ERROR|WARNING)\\b|Exception|Error\\b|^\\s+at |-- at |SIGSEGV|^#");

  /** What makes two lines of the same meaning differ. */
  private static final Pattern PARTICULARS = Pattern.compile("\\d+");

  private LogLines() {}

  /** All lines of the files below that directory whose names begin with {@code brim.}. */
  public static List<String> read(Path directory) throws IOException {
    var lines = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith("brim.") && Files.isRegularFile(file)) {
          lines.addAll(
              new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList());
        }
      }
    }
    return lines;
  }

  /**
   * The lines that tell of something wrong and were not planned: an example of each sort, with how
   * many there are.
   */
  public static Map<String, Integer> unplanned(List<String> lines, List<Pattern> planned) {
    var examples = new TreeMap<String, String>();
    var counts = new TreeMap<String, Integer>();
    for (String line : lines) {
      if (GRAVE.matcher(line).find() && planned.stream().noneMatch(p -> p.matcher(line).find())) {
        String sort = PARTICULARS.matcher(line).replaceAll("0");
        counts.merge(examples.computeIfAbsent(sort, any -> line), 1, Integer::sum);
      }
    }
    return counts;
  }
}
