package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.brim.api.Conf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the same files as Python's ConfigParser with its default settings: both reject them, or
 * both find the same sections, options and values.
 *
 * <p>What differs on purpose, and so does not occur here: {@code ${env:NAME}} stands for itself in
 * Python, {@code additional_confs} is an option like any other, and a byte order mark is an error.
 */
class PythonConfigParserTest {

  private static final int GENERATED = 600;

  private static final String SCRIPT =
      """
      import configparser, json, sys
      def read(files):
          parser = configparser.ConfigParser()
          try:
              parser.read(files, encoding='utf-8')
              return {name: dict(parser.items(name)) for name in parser.sections()}
          except configparser.Error:
              return None
      json.dump([read(files) for files in json.load(open(sys.argv[1]))], sys.stdout)
      """;

  /** Each is a list of files that are read one after the other. */
  private static final List<List<String>> TRICKY =
      List.of(
          List.of(""),
          List.of("\n\n  # nothing\n"),
          List.of("[a]"),
          List.of("[a]\n[b]\n"),
          List.of("[a]\nx=1\ny:2\nz = = 3\nu : = 4\nv = : 5\n"),
          List.of("[a]\nname with blanks = 1\nUPPER = 2\nÄÖ = 3\n"),
          List.of("[a]\nx\n"),
          List.of("[a]\n= 1\n"),
          List.of("[a]\n: 1\n"),
          List.of("[a]\nx =\n"),
          List.of("[a]\nx =\n  1\n  2\n"),
          List.of("[a]\nx = 1\n 2\n  3\n 4\ny = 5\n"),
          List.of("[a]\nx = 1\n\n\n 2\n\n\n"),
          List.of("[a]\nx = 1\n\n# c\n\n 2\n"),
          List.of("[a]\nx = 1\n # c\n 2\n ; d\n 3\n"),
          List.of("[a]\nx = 1 # c\ny = 2 ; d\n"),
          List.of("[a]\nx = 1\n [b]\n y = 2\n"),
          List.of("[a]\nx = 1\n\t[b]\n"),
          List.of("  [a]\n  x = 1\n  y = 2\n z = 3\nu = 4\n"),
          List.of("[a]\n  x = 1\n y = 2\n  z = 3\n"),
          List.of("[a]\n\tx = 1\n        y = 2\n"),
          List.of("x = 1\n[a]\n"),
          List.of("# c\n; d\n\n[a]\nx = 1"),
          List.of("[a]\nx = 1\nx = 2\n"),
          List.of("[a]\nx = 1\nX = 2\n"),
          List.of("[a]\nx = 1\n[a]\ny = 2\n"),
          List.of("[a]\n[A]\n[ a ]\n"),
          List.of("[DEFAULT]\nx = 1\n[a]\ny = %(x)s\n[b]\nx = 2\n"),
          List.of("[DEFAULT]\nx = 1\n[DEFAULT]\ny = 2\n[a]\n"),
          List.of("[DEFAULT]\nx = 1\n[DEFAULT]\nx = 2\n[a]\n"),
          List.of("[DEFAULT]\nx = %(y)s\n"),
          List.of("[DEFAULT]\nx = %(y)s\n[a]\n"),
          List.of("[DEFAULT]\nx = %(y)s\n[a]\ny = 1\n"),
          List.of("[default]\nx = 1\n[a]\n"),
          List.of("[a] trailing\nx = 1\n"),
          List.of("[a]b]\nx = 1\n"),
          List.of("[a\nx = 1\n"),
          List.of("[a = 1]\nx = 1\n"),
          List.of("[]\n"),
          List.of("[]]\nx = 1\n"),
          List.of("[a]\n[x] = 1\n"),
          List.of("[a]\nx = 100%%\ny = %(x)s\n"),
          List.of("[a]\nx = 100%\n"),
          List.of("[a]\nx = %d\n"),
          List.of("[a]\nx = %(y)d\ny = 1\n"),
          List.of("[a]\nx = %(y\ny = 1\n"),
          List.of("[a]\nx = %()s\n"),
          List.of("[a]\nx = %(Y)s%(y)s\ny = 1\n"),
          List.of("[a]\nx = %( y )s\ny = 1\n"),
          List.of("[a]\nx = %(y y)s\ny y = 1\n"),
          List.of("[a]\nx = %(x)s\n"),
          List.of("[a]\nx = %(y)s\ny = %(x)s\n"),
          List.of(chain(9)),
          List.of(chain(10)),
          List.of(chain(11)),
          List.of("[a]\nx = %%(y)s\ny = %(x)s\n"),
          List.of("[a]\nx = a\n %(y)s\ny = b\n c\n"),
          List.of("[a]\nx = $HOME ${y} ${a:y} $ $$\n"),
          List.of("[a]\r\nx = 1\r\n 2\r\n"),
          List.of("[a]\rx = 1\r 2\r"),
          List.of("[a]\nx = 1\f2\ny = \u000b3\u001c\n"),
          List.of("[a]\nx\u00a0=\u00a01\u00a0\ny = \u20072\u202f\n\u00a0\u00a0z\n"),
          List.of("[a]\nx = 1\u20283\u00852\n"),
          List.of("[a]\nx = \u00851\u0085\n\u0085\u00852\u0085\n"),
          List.of("[a]\nİX = 1\nΣΑΣ = 2\n"),
          List.of("[a]\nx = \"quoted\"  'and' \\n\n"),
          List.of("[a]\nx = 1\n  y = 2\nz = 3\n"),
          List.of("[a]\nnonsense\n x = 1\n"),
          List.of("[a]\nx = 1\nrem c = 2\nREM = 3\n"),
          List.of("[a]\nx = 1\ny = %(x)s\n", "[a]\nx = 2\n"),
          List.of("[a]\nx = 1\n", "[b]\ny = 1\n", "[a]\nz = 3\n[DEFAULT]\nu = 4\n"),
          List.of("[a]\nx = 1\n", "y = 1\n"),
          List.of("[a]\nx = 1\n", " 2\n"));

  @TempDir private Path dir;

  @BeforeEach
  void needsPython() {
    assumeTrue(
        List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "python3"))),
        "no python3 on the PATH: ConfigParser was not compared");
  }

  /** A value that needs as many steps. */
  private static String chain(int steps) {
    var text = new StringBuilder("[a]\n");
    for (int i = 0; i < steps; i++) {
      text.append("x%d = <%%(x%d)s>\n".formatted(i, i + 1));
    }
    return text.append("x%d = %%%%\n".formatted(steps)).toString();
  }

  @Test
  void readsTrickyFilesAlike() throws Exception {
    compare(TRICKY);
  }

  @Test
  void readsGeneratedFilesAlike() throws Exception {
    var random = new Random(2012);
    var cases = new ArrayList<List<String>>();
    for (int i = 0; i < GENERATED; i++) {
      cases.add(
          random.nextInt(4) == 0 ? List.of(file(random), file(random)) : List.of(file(random)));
    }
    int accepted = compare(cases);
    assertTrue(
        accepted > GENERATED / 4 && accepted < GENERATED * 3 / 4,
        accepted + " of " + GENERATED + " were accepted: the generator tests one side alone");
  }

  private static String file(Random random) {
    var text = new StringBuilder(random.nextInt(40) == 0 ? "" : "[a]\n");
    int lines = random.nextInt(14);
    for (int i = 0; i < lines; i++) {
      text.append(line(random)).append(one(random, "\n", "\n", "\n", "\r\n", "\n\n", " \n", "\r"));
    }
    return text.toString();
  }

  private static String line(Random random) {
    return switch (random.nextInt(20)) {
      case 0, 1 -> one(random, "", "  ", "# c", " ; d", "#", "\t", "\u00a0");
      case 2, 3 ->
          one(random, "[b]", "[c]", "[d e]", "[DEFAULT]", " [f]", "[g] h", "[i]]", "[k=l]");
      case 4, 5, 6, 7 -> one(random, " ", "  ", "\t", "    ", "\u00a0") + value(random);
      case 8 -> random.nextInt(5) == 0 ? one(random, "m", "[", "[]", "= n", ":", "%") : "";
      default ->
          one(random, "", "", "", "", " ", "\t", "   ")
              + name(random)
              + one(random, "=", ":", " = ", " : ", "  =", "=\t", "\u00a0=\u2003")
              + value(random);
    };
  }

  private static String name(Random random) {
    char letter = (char) ('a' + random.nextInt(26));
    return one(random, "", "", "o ", "É", "[", "%")
        + letter
        + one(random, "", "1", "X", " y", "_z");
  }

  private static String value(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(
          random.nextInt(40) == 0
              ? one(random, "%", "%(a", "%()s", "%(none)s", "%(b)d")
              : one(
                  random, "1", "x y", " ", "%%", "=", ":", "#", ";", "[a]", "ß", "$", "${a}",
                  "\""));
      if (random.nextInt(30) == 0) {
        text.append("%(" + (char) ('a' + random.nextInt(26)) + ")s");
      }
    }
    return text.toString();
  }

  private static String one(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Compares all cases; returns how many were accepted. */
  private int compare(List<List<String>> cases) throws Exception {
    var files = new ArrayList<List<Path>>();
    for (List<String> texts : cases) {
      var written = new ArrayList<Path>();
      for (String text : texts) {
        Path file = dir.resolve(files.size() + "-" + written.size() + ".conf");
        written.add(Files.writeString(file, text));
      }
      files.add(written);
    }
    JsonNode expected = python(files);
    int accepted = 0;
    for (int i = 0; i < cases.size(); i++) {
      var problems = new Problems();
      Conf conf = ConfReader.read(files.get(i), Map.of(), problems);
      Object ours = problems.isEmpty() ? values(conf) : "rejected";
      Object theirs = expected.get(i).isNull() ? "rejected" : values(expected.get(i));
      assertEquals(theirs, ours, () -> cases + "\n" + problems.lines());
      accepted += problems.isEmpty() ? 1 : 0;
    }
    return accepted;
  }

  private static Map<String, Map<String, String>> values(Conf conf) {
    var values = new LinkedHashMap<String, Map<String, String>>();
    for (String section : conf.sections()) {
      var options = new TreeMap<String, String>();
      conf.options(section).forEach(option -> options.put(option, conf.get(section, option)));
      values.put(section, options);
    }
    return values;
  }

  private static Map<String, Map<String, String>> values(JsonNode json) {
    var values = new LinkedHashMap<String, Map<String, String>>();
    json.properties()
        .forEach(section -> {
          var options = new TreeMap<String, String>();
          section
              .getValue()
              .properties()
              .forEach(option -> options.put(option.getKey(), option.getValue().asString()));
          values.put(section.getKey(), options);
        });
    return values;
  }

  private JsonNode python(List<List<Path>> files) throws IOException, InterruptedException {
    var mapper = new JsonMapper();
    Path list = dir.resolve("files.json");
    Path out = dir.resolve("out.json");
    Files.writeString(
        list,
        mapper.writeValueAsString(
            files.stream().map(each -> each.stream().map(Path::toString).toList()).toList()));
    Process process =
        new ProcessBuilder("python3", "-c", SCRIPT, list.toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals(0, process.waitFor(), "python3 failed, its message is above");
    return mapper.readTree(Files.readString(out));
  }
}
