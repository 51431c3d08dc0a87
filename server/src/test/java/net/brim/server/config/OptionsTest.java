package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.brim.api.Conf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each option: its default, a value of it, and what is said where it is wrong. */
class OptionsTest {

  private static final Machine MACHINE = new Machine(6, "box.example.org");

  @TempDir private Path dir;
  private final Problems problems = new Problems();

  @BeforeEach
  void files() throws IOException {
    for (String name :
        List.of("lib/2.jar", "lib/1.jar", "lib/readme", "classes/x", "a b.jar", "text")) {
      Files.createDirectories(dir.resolve(name).getParent());
      Files.createFile(dir.resolve(name));
    }
  }

  private Settings read(String brim, String http) {
    try {
      Path file = dir.resolve("brimd.conf");
      Files.writeString(
          file,
          "[brim]\n" + brim + "[http]\n" + http + "[one]\ncall = a.One\n[two]\ncall = a.Two\n");
      Conf conf = ConfReader.read(List.of(file), Map.of(), problems);
      return new SettingsReader(conf, problems, MACHINE).read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Settings read(OptionCases.Case of, String value) {
    String line = of.option() + " = " + value + "\n";
    return of.section().equals("brim") ? read(line, "") : read("", line);
  }

  /**
   * Compares with the directory of the test in place of the one that {@link OptionCases#DIR} names.
   */
  private Object placed(Object expected) {
    return switch (expected) {
      case Path path when path.startsWith(OptionCases.DIR) ->
          dir.resolve(OptionCases.DIR.relativize(path));
      case ListenAddress.Unix unix ->
          new ListenAddress.Unix((Path) placed(unix.path()), unix.mode());
      case LogTarget.File file -> new LogTarget.File((Path) placed(file.path()));
      case List<?> list -> list.stream().map(this::placed).toList();
      default -> expected;
    };
  }

  @ParameterizedTest
  @MethodSource("net.brim.server.config.OptionCases#all")
  void hasItsDefault(OptionCases.Case option) {
    assertEquals(option.otherwise(), option.getter().apply(read("", "")));
    assertEquals(List.of(), problems.lines());
  }

  @ParameterizedTest
  @MethodSource("net.brim.server.config.OptionCases#all")
  void isRead(OptionCases.Case option) {
    Settings settings = read(option, option.value());
    assertEquals(List.of(), problems.lines());
    assertEquals(placed(option.expected()), option.getter().apply(settings));
  }

  @ParameterizedTest
  @MethodSource("net.brim.server.config.OptionCases#all")
  void saysWhatIsWrong(OptionCases.Case option) {
    for (String wrong : option.wrong()) {
      var before = new ArrayList<>(problems.lines());
      Settings settings = read(option, wrong);
      var lines = new ArrayList<>(problems.lines());
      lines.removeAll(before);
      assertEquals(1, lines.size(), option + " = " + wrong + ": " + lines);
      int line = option.section().equals("brim") ? 2 : 3;
      String start =
          "%s:%d: [%s] %s = %s: "
              .formatted(
                  dir.resolve("brimd.conf"),
                  line,
                  option.section(),
                  option.option(),
                  wrong.replace("\n  ", "\\n"));
      assertTrue(lines.getFirst().startsWith(start), lines.getFirst());
      assertNotEquals(start.length(), lines.getFirst().length());
      if (!option.option().equals("classpath") && !option.option().equals("apps")) {
        assertEquals(option.otherwise(), option.getter().apply(settings));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("net.brim.server.config.OptionCases#shared")
  void isADefaultInBrimThatASubserverOverrides(OptionCases.Case option) {
    Settings inherited = read(option.option() + " = " + option.value() + "\n", "");
    assertEquals(placed(option.expected()), option.getter().apply(inherited));
    String other =
        OptionCases.all()
            .filter(it -> it.section().equals("http") && it.option().equals(option.option()))
            .map(it -> it.value())
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElseThrow();
    Object own = option.getter().apply(read("", option.option() + " = " + other + "\n"));
    String noise = ownNoise(option.option());
    Settings overridden =
        read(option.option() + " = " + noise + "\n", option.option() + " = " + other + "\n");
    assertEquals(own, option.getter().apply(overridden));
    assertEquals(List.of(), problems.lines());
  }

  /** A value that is right, and none of those above. */
  private static String ownNoise(String option) {
    return switch (option) {
      case "ip" -> "127.9.9.9";
      case "listen" -> "127.9.9.9:777";
      case "nice", "spares" -> "7";
      case "client_cert" -> "none";
      case "json" -> "a.Noise";
      case "java_options" -> "-Dnoise";
      case "log_level" -> "WARNING";
      case "log_facility" -> "NEWS";
      case "log_to" -> "file:noise";
      default -> "777";
    };
  }

  @ParameterizedTest
  @MethodSource("net.brim.server.config.OptionCases#shared")
  void aWrongDefaultInBrimIsSaidOnceWhetherItIsUsedOrNot(OptionCases.Case option) {
    String own = option.option() + " = " + option.value() + "\n";
    for (String wrong : option.wrong()) {
      for (String http : List.of("", own)) {
        read(option.option() + " = " + wrong + "\n", http);
        assertEquals(
            1,
            problems.lines().stream()
                .filter(it -> it.contains("[brim] " + option.option() + " = " + wrong + ":"))
                .count(),
            () -> problems.lines().toString());
      }
    }
  }

  @Test
  void noOptionIsWithoutATest() {
    assertEquals(
        new TreeSet<>(KnownOptions.ofHttp()),
        names(Stream.concat(OptionCases.httpOnly(), OptionCases.shared())));
    var ofBrim = names(Stream.concat(OptionCases.brimOnly(), OptionCases.shared()));
    ofBrim.add("additional_confs"); // read by ConfReader, whose test has it
    assertEquals(new TreeSet<>(KnownOptions.ofBrim()), ofBrim);
    var shared = names(OptionCases.shared());
    shared.add("log_name"); // only the start of a subserver's: see SettingsTest
    assertEquals(new TreeSet<>(KnownOptions.SHARED), shared);
  }

  private static Set<String> names(Stream<OptionCases.Case> cases) {
    var names = new TreeSet<String>();
    cases.forEach(it -> names.add(it.option()));
    return names;
  }
}
