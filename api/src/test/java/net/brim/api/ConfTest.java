package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.brim.api.Conf.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfTest {

  private static final Path FILE = Path.of("/etc/brim/brimd.conf");

  private static Conf conf(String value) {
    return Conf.of(Map.of("s", Map.of("x", new Value(value, new Origin(FILE, 7)))), List.of(FILE));
  }

  private static void assertRefused(String expected, Executable get) {
    assertEquals(expected, assertThrows(ConfException.class, get).getMessage());
  }

  @Test
  void knowsItsSectionsOptionsAndFiles() {
    var sections = new LinkedHashMap<String, Map<String, Value>>();
    sections.put("z", Map.of());
    sections.put("a", Map.of("x", new Value("1", null)));
    Conf conf = Conf.of(sections, List.of(FILE));
    sections.clear();
    assertEquals(List.of("z", "a"), List.copyOf(conf.sections()));
    assertTrue(conf.hasSection("z"));
    assertFalse(conf.hasSection("Z"));
    assertEquals(Set.of("x"), conf.options("a"));
    assertEquals(Set.of(), conf.options("none"));
    assertEquals(List.of(FILE), conf.files());
    assertThrows(UnsupportedOperationException.class, () -> conf.options("a").clear());
  }

  @Test
  void findsOptionsInAnyCase() {
    assertEquals("v", conf("v").get("s", "X"));
    assertNull(conf("v").get("S", "x"));
    assertNull(conf("v").get("s", "y"));
    assertEquals("else", conf("v").get("s", "y", "else"));
    assertEquals(new Origin(FILE, 7), conf("v").value("s", "x").origin());
    assertFalse(conf("v").value("s", "x").inherited());
  }

  @Test
  void missingOptionsGiveTheDefault() {
    Conf conf = conf("v");
    assertTrue(conf.getBoolean("s", "y", true));
    assertEquals(3, conf.getInt("s", "y", 3));
    assertEquals(1.5, conf.getDouble("none", "y", 1.5));
    assertEquals(5L, conf.getSize("s", "y", 5));
    assertEquals(Duration.ofDays(1), conf.getDuration("s", "y", Duration.ofDays(1)));
    assertNull(conf.getPath("s", "y"));
    assertEquals(FILE, conf.getPath("s", "y", FILE));
    assertEquals(List.of(), conf.getList("s", "y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "Yes", "ON", "1", "t", "Y", " yes "})
  void readsYes(String text) {
    assertTrue(conf(text).getBoolean("s", "x", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "No", "OFF", "0", "f", "N"})
  void readsNo(String text) {
    assertFalse(conf(text).getBoolean("s", "x", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "enabled", "yes no"})
  void refusesOtherBooleans(String text) {
    assertRefused(
        "/etc/brim/brimd.conf:7: [s] x = "
            + text
            + ": expected yes or no (true, on, 1, false, off, 0)",
        () -> conf(text).getBoolean("s", "x", true));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-7,-7", "2147483647,2147483647", "' 12 ',12"})
  void readsIntegers(String text, int value) {
    assertEquals(value, conf(text).getInt("s", "x", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.0", "2147483648", "0x10", "1 2", "1k"})
  void refusesOtherIntegers(String text) {
    assertRefused(
        "/etc/brim/brimd.conf:7: [s] x = " + text + ": expected a whole number",
        () -> conf(text).getInt("s", "x", 1));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-1.5,-1.5", "1e3,1000", ".5,0.5", "2.,2", "' 3 ',3"})
  void readsNumbers(String text, double value) {
    assertEquals(value, conf(text).getDouble("s", "x", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one", "NaN", "Infinity", "0x1p3", "1d", "1f", ".", "1,5"})
  void refusesOtherNumbers(String text) {
    assertRefused(
        "/etc/brim/brimd.conf:7: [s] x = " + text + ": expected a number",
        () -> conf(text).getDouble("s", "x", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "65536,65536",
    "64k,65536",
    "64 KB,65536",
    "1m,1048576",
    "3G,3221225472",
    "10b,10",
    "9223372036854775807,9223372036854775807"
  })
  void readsSizes(String text, long value) {
    assertEquals(value, conf(text).getSize("s", "x", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.5k", "k", "1t", "1 2", "9223372036854775808", "9007199254740993k"})
  void refusesOtherSizes(String text) {
    assertRefused(
        "/etc/brim/brimd.conf:7: [s] x = " + text + ": expected a size such as 65536, 64k or 1m",
        () -> conf(text).getSize("s", "x", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "30,PT30S",
    "1.5,PT1.5S",
    "500ms,PT0.5S",
    "15 s,PT15S",
    "2M,PT2M",
    "1h,PT1H",
    "0.1ms,PT0.0001S"
  })
  void readsDurations(String text, Duration value) {
    assertEquals(value, conf(text).getDuration("s", "x", Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1d", "s", "1m30s", "99999999999h", "1e3"})
  void refusesOtherDurations(String text) {
    assertRefused(
        "/etc/brim/brimd.conf:7: [s] x = "
            + text
            + ": expected a duration such as 30, 500ms, 2m or 1h",
        () -> conf(text).getDuration("s", "x", Duration.ZERO));
  }

  @Test
  void pathsAreRelativeToTheFile() {
    assertEquals(Path.of("/etc/brim/apps"), conf("apps").getPath("s", "x"));
    assertEquals(Path.of("/etc/apps"), conf("../apps/.").getPath("s", "x"));
    assertEquals(Path.of("/srv/apps"), conf("/srv/apps").getPath("s", "x"));
    assertEquals(Path.of("/etc/brim/b"), Conf.toPath("b", new Origin(FILE, 1)));
    assertEquals(Path.of("b").toAbsolutePath(), Conf.toPath("b", null));
  }

  @Test
  void pathsKnowHomeDirectories() {
    String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
    assertEquals(Path.of(home), conf("~").getPath("s", "x"));
    assertEquals(Path.of(home, "a"), conf("~/a").getPath("s", "x"));
    assertRefused(
        "/etc/brim/brimd.conf:7: [s] x = ~no:one/a: expected a path",
        () -> conf("~no:one/a").getPath("s", "x"));
    assertRefused(
        "/etc/brim/brimd.conf:7: [s] x = : expected a path", () -> conf("").getPath("s", "x"));
  }

  @Test
  void listsAreWords() {
    assertEquals(List.of("a", "b", "c"), conf("\na b\n\tc").getList("s", "x"));
    assertEquals(List.of(), conf("  ").getList("s", "x"));
  }

  @Test
  void convertsByTheCallersFunction() {
    int value = conf("ff").convert("s", "x", it -> Integer.parseInt(it, 16), "hex");
    assertEquals(255, value);
    assertRefused(
        "/etc/brim/brimd.conf:7: [s] x = gg: expected hex",
        () -> conf("gg").convert("s", "x", it -> Integer.parseInt(it, 16), "hex"));
    assertRefused(
        "[s] y is missing: expected hex",
        () -> conf("gg").convert("s", "y", it -> Integer.parseInt(it, 16), "hex"));
  }

  @Test
  void messagesStayOnOneLine() {
    assertEquals(
        "/etc/brim/brimd.conf:7: [s] x = 1\\ny = 2: expected a number",
        conf("1\ny = 2").invalid("s", "x", "a number"));
  }

  @Test
  void messagesNeedNoPlace() {
    Conf conf = Conf.of(Map.of("s", Map.of("x", new Value("v", null))), List.of());
    assertEquals("[s] x = v: expected w", conf.invalid("s", "x", "w"));
  }
}
