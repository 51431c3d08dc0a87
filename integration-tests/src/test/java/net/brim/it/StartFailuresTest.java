package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that cannot be: one clear answer on the terminal, and nothing left behind. */
class StartFailuresTest {

  private static final String ECHO =
      """
      [http]
      ip = 127.0.0.1
      port = 8901
      apps = echo

      [echo]
      call = brim.wsgi_echo.WSGIEcho
      """;

  @TempDir static Path classes;

  @RegisterExtension final Brimd brimd = new Brimd();

  @BeforeAll
  static void compileFaultyApps() {
    Apps.compile(classes, Apps.source("faulty/FaultyApps.java"));
  }

  @Test
  void aSecondStartFindsTheFirst() {
    brimd.conf(ECHO);
    brimd.started();
    long pid = brimd.pid();

    Outcome again = brimd.run("start").exits(0);

    assertEquals(pid + " already running\n", again.terminal());
    assertEquals(pid, brimd.pid());
    assertEquals(2, Processes.of(brimd.home()).size(), "a supervisor and a worker");
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void twoStartsAtOnceGiveOneServer() {
    brimd.conf(ECHO);
    Program one = brimd.background("start");
    Program other = brimd.background("start");

    List<Outcome> outcomes = List.of(one.outcome().exits(0), other.outcome().exits(0));

    assertEquals(
        1,
        outcomes.stream().filter(o -> o.out().endsWith(" already running\n")).count(),
        outcomes::toString);
    assertEquals(2, Processes.of(brimd.home()).size(), "a supervisor and a worker");
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void aForeignListenerIsNamedAtOnceWhereNoTimeIsGiven() throws IOException {
    brimd.conf("[brim]\nlisten_retry = 0\n" + ECHO);
    try (var foreign = listener(false)) {
      assertEquals(brimd.port(), foreign.socket().getLocalPort());

      Outcome start = brimd.run("start");

      assertOneAnswer(
          start,
          "[http] cannot listen on port " + brimd.port() + " of 127.0.0.1: ",
          "ddress already in use");
    }
    brimd.assertNothingLeft();
  }

  @Test
  void aForeignListenerThatSharesItsPortIsNotJoined() throws IOException {
    brimd.conf("[brim]\nlisten_retry = 0\nworkers = 2\n" + ECHO);
    try (var foreign = listener(true)) {
      assertEquals(brimd.port(), foreign.socket().getLocalPort());

      assertOneAnswer(brimd.run("start"), "[http] cannot listen on port " + brimd.port());
    }
    brimd.assertNothingLeft();
  }

  @Test
  void theAddressIsTriedAgainForAsLongAsTheConfigurationSays() throws IOException {
    brimd.conf("[brim]\nlisten_retry = 1s\n" + ECHO);
    try (var foreign = listener(false)) {
      assertEquals(brimd.port(), foreign.socket().getLocalPort());

      Outcome start = brimd.run("start").exits(1);

      assertTrue(start.out().contains("trying again for 1 s"), start::toString);
      assertEquals(1, start.errLines().size(), start::toString);
    }
    brimd.assertNothingLeft();
  }

  @Test
  void anAddressThatBecomesFreeIsTaken() throws IOException {
    brimd.conf("[brim]\nlisten_retry = 60s\n" + ECHO);
    Program start;
    try (var foreign = listener(false)) {
      assertEquals(brimd.port(), foreign.socket().getLocalPort());
      start = brimd.background("start");
      Await.until("a word about the busy address", () -> start.out().contains("trying again"));
    }

    start.outcome().exits(0);

    assertEquals(404, RawClient.get(brimd.port(), "/none").status());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aStartThatIsInterruptedLeavesNothing(String signal) throws IOException {
    brimd.conf("[brim]\nlisten_retry = 60s\n" + ECHO);
    try (var foreign = listener(false)) {
      assertEquals(brimd.port(), foreign.socket().getLocalPort());
      Program start = brimd.background("start");
      Await.until("a word about the busy address", () -> start.out().contains("trying again"));

      brimd.signal(start.pid(), signal);

      assertNotEquals(0, start.outcome().status());
      Await.until("the end", () -> Processes.of(brimd.home()).isEmpty());
    }
    brimd.assertNothingLeft();
  }

  @Test
  void theSecondOfTwoAddressesFailsAndTheFirstIsGivenBack() throws IOException {
    brimd.conf(
        """
        [brim]
        listen_retry = 0
        ip = 127.0.0.1

        [http]
        port = 8902

        [http#busy]
        port = 8901
        """);
    try (var foreign = listener(false)) {
      assertEquals(brimd.port(), foreign.socket().getLocalPort());

      assertOneAnswer(brimd.run("start"), "[http#busy] cannot listen on port " + brimd.port());
      assertTrue(Ports.isFree(brimd.port(8902)));
    }
    brimd.assertNothingLeft();
  }

  @Test
  void aPidFileThatADeadServerLeftDoesNotBlock() throws IOException {
    brimd.conf(ECHO);
    long someoneElse = ProcessHandle.current().pid();
    brimd.write(".brimd.pid", someoneElse + "\n");
    brimd.write(".brimd.pid.sock", "");
    assertEquals(someoneElse + " is not running\n", brimd.run("status").exits(1).terminal());
    assertEquals("not running\n", brimd.run("stop").exits(0).terminal());
    brimd.file(".brimd.pid.sock").toFile().delete();

    brimd.started();

    assertEquals(200, RawClient.get(brimd.port(), "/echo").status());
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void withoutAConfigurationThereIsNothingToStart() {
    Outcome start = brimd.runWithPidFile("start").exits(1);
    assertEquals("No configuration found.", start.errLines().getFirst());
    assertEquals("", start.out());
    brimd.assertNothingLeft();
  }

  @Test
  void aConfigurationThatWasNamedAndIsMissingIsNamed() {
    Outcome start =
        brimd.runWithPidFile("start", "-c", brimd.file("missing.conf").toString()).exits(1);
    assertEquals(
        "No configuration found.\n%s was not read: there is no such file\n"
            .formatted(brimd.file("missing.conf")),
        start.err());
  }

  @Test
  void aConfigurationThatIsADirectoryIsNamed() {
    Outcome start = brimd.runWithPidFile("start", "-c", brimd.home().toString()).exits(1);
    assertEquals(
        "No configuration found.\n%s was not read: it is a directory\n".formatted(brimd.home()),
        start.err());
  }

  @Test
  void aConfigurationThatMayNotBeReadIsNamed() throws IOException {
    brimd.conf(ECHO);
    Path conf = brimd.file(".brimd.conf");
    Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(conf), "skipped: root may read everything");

    Outcome start = brimd.runWithPidFile("start", "-c", conf.toString()).exits(1);

    assertEquals(
        "No configuration found.\n%s was not read: permission denied\n".formatted(conf),
        start.err());
  }

  @Test
  void fiveMistakesAreReportedTogether() {
    brimd.conf(
        """
        [http]
        port = many
        wrokers = 2
        apps = echo nosuch

        [http#other]
        port = 8902
        keepalive_timeout = soon

        [echo]
        call = brim.wsgi_echo.WSGIEcho
        path = echo
        """);

    Outcome start = brimd.run("start").exits(1);

    String file = brimd.file(".brimd.conf") + ":";
    List<String> lines = start.errLines();
    assertEquals(5, lines.size(), start::toString);
    assertLine(lines.get(0), file + "2: [http] port = many: expected a whole number");
    assertLine(
        lines.get(1), file + "3: [http] wrokers = 2: unknown option, did you mean `workers`");
    assertLine(lines.get(2), file + "4: [http] apps = echo nosuch: there is no section [nosuch]");
    assertLine(
        lines.get(3), file + "8: [http#other] keepalive_timeout = soon: expected a duration");
    assertLine(lines.get(4), file + "12: [echo] path = echo: expected a path that begins with /");
    assertEquals("", start.out());
    assertEquals(start.err(), brimd.run("check").exits(1).err());
    brimd.assertNothingLeft();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "faulty.Missing, there is none of that name",
        "java.lang.String, expected a class that implements HttpApp.Factory or HttpApp",
        "faulty.FaultyApps$NotPublic, expected a public class",
        "faulty.FaultyApps$WrongConstructor, expected an app with a public constructor",
        "faulty.FaultyApps$ConstructorThrows, [app] the constructor of"
            + " faulty.FaultyApps$ConstructorThrows threw java.lang.IllegalStateException: on purpose",
        "faulty.FaultyApps$FactoryConstructorThrows, [app] the constructor of"
            + " faulty.FaultyApps$FactoryConstructorThrows threw"
            + " java.lang.IllegalStateException: on purpose",
        "faulty.FaultyApps$ParseConfThrows, [app] parseConf of faulty.FaultyApps$ParseConfThrows"
            + " threw java.lang.IllegalStateException: on purpose",
        "faulty.FaultyApps$ParseConfRefuses, [app] a colour is needed.",
        "faulty.FaultyApps$StatsConfThrows, [app] statsConf of faulty.FaultyApps$StatsConfThrows"
            + " threw java.lang.IllegalStateException: on purpose",
        "faulty.FaultyApps$CreateThrows, java.lang.IllegalStateException: on purpose",
        "faulty.FaultyApps$InitializerThrows, java.lang.IllegalStateException: on purpose",
        "faulty.FaultyApps$CreateExits, exited with status 7 before it was ready",
        "faulty.FaultyApps$CreateHalts, killed by SIGKILL before it was ready",
      })
  void aFaultyClassGivesOneAnswer(String name, String answer) {
    brimd.conf(
        """
        [brim]
        classpath = %s
        workers = 2

        [http]
        port = 8901
        apps = app

        [app]
        call = %s
        """
            .formatted(classes, name));

    assertOneAnswer(brimd.run("start"), answer);

    brimd.assertNothingLeft();
  }

  @Test
  void theStackTraceIsThereForWhoeverAsks() {
    brimd.conf(
        """
        [brim]
        classpath = %s

        [http]
        port = 8901
        apps = app

        [app]
        call = faulty.FaultyApps$ParseConfThrows
        """
            .formatted(classes));

    Outcome start = brimd.run("-x", "start").exits(1);

    assertTrue(start.err().contains("faulty.FaultyApps$ParseConfThrows.parseConf("), start::err);
    brimd.assertNothingLeft();
  }

  @Test
  void aControlSocketThatCannotBeIsNamed() {
    brimd.conf("[brim]\ncontrol_socket = ~/no/such/directory/s.sock\n" + ECHO);
    assertOneAnswer(brimd.run("start"), "control socket", "no/such/directory");
    brimd.assertNothingLeft();
  }

  @Test
  void aPidFileThatCannotBeIsNamed() {
    brimd.conf(ECHO);
    assertOneAnswer(
        brimd.run("-p", brimd.file("no/such/directory/pid").toString(), "start"),
        "the pid file",
        "no/such/directory/pid");
    brimd.assertNothingLeft();
  }

  @Test
  void aUserWhoDoesNotExistIsNamed() {
    Assumptions.assumeTrue(
        Set.of("root").contains(System.getProperty("user.name")),
        "skipped: only root can change the user");
    brimd.conf("[brim]\nuser = no-such-user\n" + ECHO);
    assertOneAnswer(brimd.run("start"), "there is no user no-such-user");
    brimd.assertNothingLeft();
  }

  private ServerSocketChannel listener(boolean shared) throws IOException {
    var channel = ServerSocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_REUSEPORT, shared);
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), brimd.port()));
    return channel;
  }

  /** One line that says all of it, and no stack trace. */
  private static void assertOneAnswer(Outcome outcome, String... parts) {
    outcome.exits(1);
    List<String> lines = outcome.errLines();
    for (String part : parts) {
      assertTrue(outcome.err().contains(part), () -> part + " in " + outcome);
    }
    assertFalse(lines.stream().anyMatch(line -> line.startsWith("\tat ")), outcome::toString);
    assertEquals(1, lines.size(), outcome::toString);
    assertEquals("", outcome.out());
  }

  private static void assertLine(String line, String start) {
    assertTrue(line.startsWith(start), () -> line + "\nshould start with\n" + start);
  }
}
