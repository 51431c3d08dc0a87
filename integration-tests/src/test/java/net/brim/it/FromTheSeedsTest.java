package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/from-the-seeds.md} names is there, and it names all that the seeds have. */
final class FromTheSeedsTest {

  private static final Path DOCUMENT = Distribution.REPOSITORY.resolve("docs/from-the-seeds.md");

  /** It stands beside the repository and is not part of it. */
  private static final Path SEEDS = Distribution.REPOSITORY.resolve("../shared/seeds").normalize();

  /** Such as {@code engine.http1.ChunkedBody} or {@code api.Request#host}. */
  private static final Pattern TYPE =
      Pattern.compile("`((?:[a-z0-9]+\\.)+)([A-Z]\\w*)(?:\\.[A-Z]\\w*)?(?:#(\\w+))?`");

  /** Such as {@code HeadReaderTest} or {@code HeadReaderTest.holdsLimits}. */
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

  /** Where Java's library has it already. */
  private static final String JAVAS_OWN = "Java's own tests";

  private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");

  private static final Pattern WORD = Pattern.compile("\\w+");

  /** A word that no prose has: it is joined by underscores, or capitals follow small letters. */
  private static final Pattern NAME_IN_PROSE =
      Pattern.compile("[A-Za-z]\\w*[a-z][A-Z]\\w*|[A-Za-z]+(?:_[A-Za-z]+)+");

  /** Such words that stand for nothing of the systems themselves. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          // their examples, with parameters and results in them
          "HelloWorld",
          "attr_dict",
          "content_iter",
          "conversion_type",
          "custom_error",
          "headers_iteritems",
          "last_called",
          "last_logged",
          "parsed_conf",
          "query_string",
          "request_counts",
          "stat_name",
          "stat_type",
          "stat_types",
          "status_line",
          "wsgi_app",
          // Python, its libraries and tools, and companies
          "ConfigParser",
          "GitHub",
          "OpenStack",
          "OptionContainer",
          "SafeConfigParser",
          "SetupTools",
          "StringIO",
          "TypeError",
          "ValueError",
          "WebOb",
          "build_sphinx",
          "easy_install",
          "exc_info",
          // headings in a comment of seeds/003
          "CVariables",
          "IVariables");

  /**
   * A row of a table.
   *
   * @param there what the seeds call it
   * @param here what it became
   * @param shownBy tests
   */
  private record Row(String there, String here, String shownBy) {}

  @Test
  void everyTypeThatItNamesIsThere() throws IOException {
    Map<String, String> sources = sources("src/main/java");
    var missing = new ArrayList<String>();
    for (Row row : rows()) {
      TYPE.matcher(row.here)
          .results()
          .forEach(type -> {
            String path = "net/brim/" + type.group(1).replace('.', '/') + type.group(2) + ".java";
            String source = sources.get(path);
            String method = type.group(3);
            if (source == null || (method != null && !source.contains(" " + method + "("))) {
              missing.add(type.group());
            }
          });
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void everyRowNamesTestsThatAreThere() throws IOException {
    var tests = new TreeMap<String, String>();
    sources("src/test/java")
        .forEach((path, source) ->
            tests.merge(path.replaceAll(".*/|\\.java", ""), source, String::concat));
    var missing = new ArrayList<String>();
    for (Row row : rows()) {
      List<MatchResult> named = TEST.matcher(row.shownBy).results().toList();
      if (named.isEmpty() && !row.shownBy.equals(JAVAS_OWN)) {
        missing.add(row.there + " has no test");
      }
      for (MatchResult test : named) {
        String source = tests.get(test.group(1));
        String method = test.group(2);
        if (source == null || (method != null && !source.contains(" void " + method + "("))) {
          missing.add(test.group());
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void itLeavesNothingOut() throws IOException {
    assumeTrue(Files.isDirectory(SEEDS), () -> "the seeds are not there: " + SEEDS);
    var named = new TreeSet<String>();
    for (Row row : rows()) {
      NAME.matcher(row.there).results().forEach(name -> named.add(name.group(1)));
    }
    Set<String> inTheSeeds = namesOfWsgiserver();
    assertTrue(inTheSeeds.size() > 100, () -> "names in the seeds: " + inTheSeeds);
    inTheSeeds.removeAll(named);
    assertEquals(Set.of(), inTheSeeds, "what the tables leave out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"000_", "001_", "002_", "003_"})
  void itLeavesNoNameOut(String seed) throws IOException {
    assumeTrue(Files.isDirectory(SEEDS), () -> "the seeds are not there: " + SEEDS);
    var named = new TreeSet<>(OF_OTHERS);
    for (Row row : rows()) {
      WORD.matcher(row.there).results().forEach(word -> named.add(word.group()));
    }
    var inTheSeed = new TreeSet<String>();
    WORD.matcher(Files.readString(onlyFile(seed)))
        .results()
        .map(MatchResult::group)
        .filter(word -> NAME_IN_PROSE.matcher(word).matches())
        .forEach(inTheSeed::add);
    assertTrue(inTheSeed.size() > 5, () -> "names in the seed: " + inTheSeed);
    inTheSeed.removeAll(named);
    assertEquals(Set.of(), inTheSeed, "what the tables leave out");
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split(" *\\| *", -1))
            .map(cells -> new Row(cells[1], cells[2], cells[3]))
            .toList();
    assertTrue(rows.size() > 50, () -> "rows: " + rows.size());
    return rows;
  }

  /** Classes, their methods and attributes, and functions, as the document of them lists them. */
  private static Set<String> namesOfWsgiserver() throws IOException {
    Pattern type = Pattern.compile("(?:class|exception) pytomo\\.web\\.wsgiserver\\.(\\w+).*");
    Pattern function = Pattern.compile("pytomo\\.web\\.wsgiserver\\.(\\w+)\\(.*");
    Pattern member =
        Pattern.compile("(\\w+)\\(.*\\)\\[source]|(?!path_segments)(\\w+) = \\S.*|([A-Za-z_]+)");
    var names = new TreeSet<String>();
    String owner = "";
    for (String line : Files.readAllLines(onlyFile("004_"))) {
      var typeLine = type.matcher(line);
      var functionLine = function.matcher(line);
      var memberLine = member.matcher(line);
      if (typeLine.matches()) {
        owner = typeLine.group(1);
        names.add(owner);
      } else if (functionLine.matches()) {
        owner = "";
        names.add(functionLine.group(1));
      } else if (!owner.isEmpty() && memberLine.matches()) {
        names.add(owner + "." + line.replaceAll("\\W.*", ""));
      }
    }
    return names;
  }

  private static Path onlyFile(String start) throws IOException {
    try (Stream<Path> files = Files.list(SEEDS)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The sources of all modules, by their path below that directory. */
  private static Map<String, String> sources(String directory) throws IOException {
    var sources = new TreeMap<String, String>();
    try (Stream<Path> modules = Files.list(Distribution.REPOSITORY)) {
      for (Path root : modules.map(module -> module.resolve(directory)).toList()) {
        if (Files.isDirectory(root)) {
          addSources(root, sources);
        }
      }
    }
    return sources;
  }

  private static void addSources(Path root, Map<String, String> sources) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> sources.put(root.relativize(file).toString(), text(file)));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
