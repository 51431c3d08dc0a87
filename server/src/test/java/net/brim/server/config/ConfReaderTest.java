package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.brim.api.Conf;
import net.brim.api.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfReaderTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOST", "example.org", "EMPTY", "", "PERCENT", "50%", "REF", "%(a)s");

  @TempDir private Path dir;

  private final Problems problems = new Problems();
  private final List<SkippedFile> skipped = new ArrayList<>();

  private Path write(String name, String text) {
    try {
      Path file = dir.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Conf read(String text) {
    return read(List.of(write("brimd.conf", text)));
  }

  private Conf read(List<Path> files) {
    return ConfReader.read(files, ENVIRONMENT, problems, skipped::add);
  }

  private void assertProblems(String... expected) {
    assertEquals(
        List.of(expected),
        problems.lines().stream().map(line -> line.replace(dir + "/", "")).toList());
  }

  @Test
  void readsSectionsAndOptionsWithBothDelimiters() {
    Conf conf = read("[http]\nPort = 81\napps: echo\n[echo]\ncall = a=b:c\n");
    assertEquals(List.of("http", "echo"), List.copyOf(conf.sections()));
    assertEquals("81", conf.get("http", "PORT"));
    assertEquals(Set.of("port", "apps"), conf.options("http"));
    assertEquals("echo", conf.get("http", "apps"));
    assertEquals("a=b:c", conf.get("echo", "call"));
    assertProblems();
  }

  @Test
  void everyValueKnowsItsPlace() {
    Path file = write("brimd.conf", "# first\n[http]\n\nport = 1\nlong =\n  a\n  b\nlast = 2\n");
    Conf conf = read(List.of(file));
    assertEquals(new Origin(file, 4), conf.value("http", "port").origin());
    assertEquals(new Origin(file, 5), conf.value("http", "long").origin());
    assertEquals(new Origin(file, 8), conf.value("http", "last").origin());
  }

  @Test
  void skipsCommentLinesAndKeepsInlineOnes() {
    Conf conf = read("[a]\n# x = 1\n  ; y = 2\nz = 3 # not a comment ; nor this\n");
    assertEquals(Set.of("z"), conf.options("a"));
    assertEquals("3 # not a comment ; nor this", conf.get("a", "z"));
  }

  @Test
  void continuesValuesByIndentation() {
    Conf conf = read("[a]\nx = 1\n  2\n\n # comment\n    3\n\ny = 4\n");
    assertEquals("1\n2\n\n3", conf.get("a", "x"));
    assertEquals("4", conf.get("a", "y"));
  }

  @Test
  void sectionMayBeIndentedWithItsOptions() {
    Conf conf = read("  [a]\n  x = 1\n  y = 2\n[b]\nz=3\n");
    assertEquals("1", conf.get("a", "x"));
    assertEquals("2", conf.get("a", "y"));
    assertEquals("3", conf.get("b", "z"));
  }

  @Test
  void defaultsReachEverySection() {
    Conf conf = read("[DEFAULT]\nhome = /srv\nx = 1\n[a]\nx = 2\n[b]\npath = %(home)s/b\n");
    assertEquals("2", conf.get("a", "x"));
    assertFalse(conf.value("a", "x").inherited());
    assertEquals("1", conf.get("b", "x"));
    assertTrue(conf.value("b", "x").inherited());
    assertEquals("/srv/b", conf.get("b", "path"));
    assertFalse(conf.hasSection("DEFAULT"));
  }

  @Test
  void interpolatesNestedNamesAndPercentSigns() {
    Conf conf = read("[a]\na = %(b)s!\nb = <%(C)s>\nc = 100%%\n");
    assertEquals("<100%>!", conf.get("a", "a"));
    assertProblems();
  }

  @Test
  void reportsInterpolationThatFails() {
    Conf conf = read("[a]\nx = %(nope)s\ny = 5%\nz = %(z)s\nw = %(y\n");
    assertNull(conf.get("a", "x"));
    assertProblems(
        "brimd.conf:2: [a] x = %(nope)s: %(nope)s names no option of this section or of [DEFAULT]",
        "brimd.conf:3: [a] y = 5%: expected `%%` for a percent sign, or `%(name)s`, at %",
        "brimd.conf:4: [a] z = %(z)s: values name each other more than 10 deep, perhaps in a"
            + " circle",
        "brimd.conf:5: [a] w = %(y: expected `%%` for a percent sign, or `%(name)s`, at %(y");
  }

  @Test
  void takesValuesFromTheEnvironment() {
    Conf conf =
        read(
            """
            [a]
            a = ${env:HOST}:80
            b = ${env:NONE:-x%%y}
            c = ${env:EMPTY:-filled}
            d = <${env:EMPTY}>
            e = ${env:NONE:-${env:HOST}}
            f = ${env:NONE:-%(a)s}
            g = ${env:NONE:-}
            h = $HOME ${other} $
            i = %(a)s
            """);
    assertEquals("example.org:80", conf.get("a", "a"));
    assertEquals("x%y", conf.get("a", "b"));
    assertEquals("filled", conf.get("a", "c"));
    assertEquals("<>", conf.get("a", "d"));
    assertEquals("example.org", conf.get("a", "e"));
    assertEquals("example.org:80", conf.get("a", "f"));
    assertEquals("", conf.get("a", "g"));
    assertEquals("$HOME ${other} $", conf.get("a", "h"));
    assertEquals("example.org:80", conf.get("a", "i"));
    assertProblems();
  }

  @Test
  void doesNotInterpolateWhatTheEnvironmentHolds() {
    Conf conf = read("[a]\na = ${env:PERCENT}\nb = ${env:REF}\nc = %(b)s\n");
    assertEquals("50%", conf.get("a", "a"));
    assertEquals("%(a)s", conf.get("a", "b"));
    assertEquals("%(a)s", conf.get("a", "c"));
    assertProblems();
  }

  @Test
  void reportsVariablesThatAreMissingOrMalformed() {
    read("[a]\na = ${env:NONE}\nb = ${env:}\nc = ${env:X\nd = ${env:A B:-c}\n");
    assertProblems(
        "brimd.conf:2: [a] a = ${env:NONE}: the environment variable NONE is not set;"
            + " ${env:NONE:-text} would give it a default",
        "brimd.conf:3: [a] b = ${env:}: `` is no name of an environment variable",
        "brimd.conf:4: [a] c = ${env:X: no `}` ends ${env:X",
        "brimd.conf:5: [a] d = ${env:A B:-c}: `A B` is no name of an environment variable");
  }

  @Test
  void laterFilesOverrideAndInterpolationComesLast() {
    Path first = write("a.conf", "[s]\nx = 1\ny = %(x)s/%(z)s\n");
    Path second = write("b.conf", "[s]\nx = 2\nz = 3\n[t]\nu = 4\n");
    Conf conf = read(List.of(first, second));
    assertEquals("2", conf.get("s", "x"));
    assertEquals("2/3", conf.get("s", "y"));
    assertEquals(new Origin(second, 2), conf.value("s", "x").origin());
    assertEquals(new Origin(first, 3), conf.value("s", "y").origin());
    assertEquals("4", conf.get("t", "u"));
    assertEquals(List.of(first, second), conf.files());
    assertProblems();
  }

  @Test
  void missingFilesAreSkippedAndNamed() {
    Path there = write("a.conf", "[s]\nx = 1\n");
    Path missing = dir.resolve("none.conf");
    Conf conf = read(List.of(missing, dir, there));
    assertEquals(List.of(there), conf.files());
    assertEquals(
        List.of(
            new SkippedFile(missing, "there is no such file"),
            new SkippedFile(dir, "it is a directory")),
        skipped);
    assertProblems();
  }

  @Test
  void unreadableFilesAreSkippedAndNamed() throws IOException {
    Path file = write("secret.conf", "[s]\nx = 1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");
    assertEquals(List.of(), read(List.of(file)).files());
    assertEquals(List.of(new SkippedFile(file, "permission denied")), skipped);
  }

  @Test
  void readsAdditionalFilesAfterTheOneThatNamesThem() {
    Path main =
        write(
            "main.conf",
            """
            [brim]
            additional_confs = one.conf 'with blank.conf'  conf.d/*.conf none.conf
            [s]
            who = main
            """);
    Path one = write("one.conf", "[s]\nwho = one\n");
    Path blank = write("with blank.conf", "[s]\nwho = blank\n");
    Path b = write("conf.d/b.conf", "[s]\nwho = b\nb = 1\n");
    Path a = write("conf.d/a.conf", "[s]\nwho = a\n");
    write("conf.d/.hidden.conf", "[s]\nwho = hidden\n");
    write("conf.d/readme", "no conf at all");
    Path last = write("last.conf", "[s]\nlast = 1\n");
    Conf conf = read(List.of(main, last));
    assertEquals(List.of(main, one, blank, a, b, last), conf.files());
    assertEquals("b", conf.get("s", "who"));
    assertEquals(
        List.of(new SkippedFile(dir.resolve("none.conf"), "there is no such file")), skipped);
    assertProblems();
  }

  @Test
  void additionalFilesAreRelativeToTheFileThatNamesThemAndMayNameMore() {
    Path main = write("main.conf", "[brim]\nadditional_confs = sub/a.conf\n");
    Path a = write("sub/a.conf", "[brim]\nadditional_confs = b.conf\n");
    Path b = write("sub/b.conf", "[s]\nx = 1\n");
    assertEquals(List.of(main, a, b), read(List.of(main)).files());
  }

  @Test
  void filesThatNameEachOtherAreReadOnce() {
    Path main = write("main.conf", "[brim]\nadditional_confs = main.conf other.conf\n");
    Path other = write("other.conf", "[brim]\nadditional_confs = ./main.conf other.conf\n");
    assertEquals(List.of(main, other), read(List.of(main, other, main)).files());
    assertProblems();
  }

  @Test
  void additionalConfsIsInterpolatedFromWhatWasReadSoFar() {
    Path main =
        write("main.conf", "[brim]\nadditional_confs = ${env:NONE:-%(d)s}/b.conf\nd = sub\n");
    Path b = write("sub/b.conf", "[s]\nx = 1\n");
    assertEquals(List.of(main, b), read(List.of(main)).files());
    assertProblems();
  }

  @Test
  void reportsAdditionalConfsThatCannotBeUnderstoodOnce() {
    read("[brim]\nadditional_confs = 'a.conf\n");
    assertProblems("brimd.conf:2: [brim] additional_confs = 'a.conf: no closing '");
  }

  @Test
  void reportsMissingVariableOfAdditionalConfsOnce() {
    read("[brim]\nadditional_confs = ${env:NONE}\n");
    assertEquals(1, problems.lines().size(), problems.lines().toString());
  }

  @Test
  void reportsDuplicatesWithTheFirstLine() {
    read("[a]\nx = 1\nX: 2\n[b]\n[a]\ny = 1\nx = 3\n");
    assertProblems(
        "brimd.conf:3: [a] x is set a second time, first in line 2",
        "brimd.conf:5: [a] is here a second time, first in line 1",
        "brimd.conf:7: [a] x is set a second time, first in line 2");
  }

  @Test
  void theSameOptionInTwoFilesIsNoDuplicate() {
    read(List.of(write("a.conf", "[a]\nx = 1\n"), write("b.conf", "[a]\nx = 1\n")));
    assertProblems();
  }

  @Test
  void reportsLinesThatAreNeitherSectionNorOption() {
    read("lost = 1\nlost too\n[a]\nnonsense\n   goes on\n= 1\n[]\nx = 1\n");
    assertProblems(
        "brimd.conf:1: expected a [section] before the first option: lost = 1",
        "brimd.conf:4: expected `[section]` or `name = value`: nonsense",
        "brimd.conf:6: expected `[section]` or `name = value`: = 1",
        "brimd.conf:7: expected `[section]` or `name = value`: []");
  }

  @Test
  void readsFilesOfOtherSystemsToo() {
    Conf conf = read("\ufeff[a]\r\nx = 1\r\n  2\r\ny = ü\r\n");
    assertEquals("1\n2", conf.get("a", "x"));
    assertEquals("ü", conf.get("a", "y"));
    assertProblems();
  }

  @Test
  void reportsBytesThatAreNotUtf8() throws IOException {
    Path file = dir.resolve("latin.conf");
    Files.write(file, "[a]\nx = 1\ny = gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
    read(List.of(file));
    assertProblems("latin.conf:3: the file is not text in UTF-8");
  }

  @Test
  void theShortFormReadsTheSame() {
    Path file = write("a.conf", "[s]\nx = 1\n");
    Conf conf = ConfReader.read(List.of(file), Map.of(), problems);
    assertEquals("1", conf.get("s", "x"));
  }
}
