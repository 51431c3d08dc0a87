package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonSectionTest {

  private static final String ONE = "[one]\ncall = a.One\n";

  @TempDir private Path dir;
  private final Problems problems = new Problems();

  private Settings read(String text) {
    try {
      Path file = Files.writeString(dir.resolve("brimd.conf"), text);
      return Settings.read(ConfReader.read(List.of(file), Map.of(), problems), problems);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private DaemonSubserver daemons(String text) {
    return (DaemonSubserver) read(text).subservers().getFirst();
  }

  private void assertProblems(String... expected) {
    assertEquals(
        List.of(expected),
        problems.lines().stream().map(line -> line.replace(dir + "/", "")).toList());
  }

  @Test
  void eachDaemonHasASlotOfItsName() {
    DaemonSubserver daemons =
        daemons(
            """
            [brim]
            workers = 7
            port = 81
            java_options = -Xmx64m
            [daemons#night]
            daemons = one two
            nice = 3
            json = a.Codec
            [one]
            call = a.One
            anything = of the daemon
            [two]
            call = a.Two
            """);
    assertProblems();
    assertEquals("daemons#night", daemons.section());
    assertEquals(
        List.of(new AppSettings("one", "a.One"), new AppSettings("two", "a.Two")),
        daemons.daemons());
    assertEquals(List.of("one", "two"), daemons.slots());
    assertEquals(2, daemons.workers());
    assertEquals(List.of(), daemons.addresses());
    assertEquals(List.of("-Xmx64m"), daemons.javaOptions());
    assertEquals(OptionalInt.of(3), daemons.nice());
    assertEquals("a.Codec", daemons.json());
    assertEquals("brimdaemons#night", daemons.log().name());
  }

  @Test
  void theListIsNeeded() {
    read("[daemons]\nnice = 1\n[daemons#empty]\ndaemons =\n");
    assertProblems(
        "brimd.conf:2: [daemons]: it has no `daemons =` with the names of its daemons",
        "brimd.conf:4: [daemons#empty]: it has no `daemons =` with the names of its daemons");
  }

  @Test
  void eachNameIsThatOfASectionWithACall() {
    read("[daemons]\ndaemons = one noe two one\n" + ONE + "[two]\nport = 1\n");
    String start = "brimd.conf:2: [daemons] daemons = one noe two one: ";
    assertProblems(
        start + "there is no section [noe], did you mean [one]?",
        start + "[two] has no `call =` with the class of the daemon",
        start + "one is in it twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backlog",
        "certfile",
        "client_ca",
        "client_cert",
        "client_timeout",
        "concurrent_per_worker",
        "hubs",
        "ip",
        "keyfile",
        "listen",
        "port",
        "tls_adapter",
        "workers"
      })
  void optionsOfListenersAreRefused(String option) {
    read("[daemons]\ndaemons = one\n" + option + " = 5\n" + ONE);
    assertEquals(
        1,
        problems.lines().stream()
            .filter(line -> line.contains("[daemons] " + option + " = 5: daemons listen nowhere"))
            .count(),
        () -> problems.lines().toString());
  }

  @Test
  void otherOptionsAreRefusedWithTheReason() {
    read(
        "[daemons]\ndaemons = one\ncall = a.One\napps = one\npid_file = a\nnicce = 1\nmax_age = 1\n"
            + ONE
            + "[http]\nport = 81\ndaemons = one\n");
    assertProblems(
        "brimd.conf:3: [daemons] call = a.One: it belongs in the section of a daemon; `daemons`"
            + " names those",
        "brimd.conf:4: [daemons] apps = one: it belongs in an [http] section",
        "brimd.conf:5: [daemons] pid_file = a: it belongs in [brim]",
        "brimd.conf:6: [daemons] nicce = 1: unknown option, did you mean `nice`?",
        "brimd.conf:12: [http] daemons = one: it belongs in a [daemons] section");
  }

  @Test
  void aDaemonMayHaveAnyName() {
    DaemonSubserver daemons =
        daemons("[daemons]\ndaemons = http2 7\n[http2]\ncall = a\n[7]\ncall = b\n");
    assertProblems();
    assertEquals(List.of("http2", "7"), daemons.slots());
  }
}
