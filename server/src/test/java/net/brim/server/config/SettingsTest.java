package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.brim.api.Conf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final Machine MACHINE = new Machine(4, "box");
  private static final String ECHO = "[echo]\ncall = a.Echo\n";

  @TempDir private Path dir;
  private final Problems problems = new Problems();

  private Settings read(String text) {
    try {
      Path file = Files.writeString(dir.resolve("brimd.conf"), text);
      Conf conf = ConfReader.read(List.of(file), Map.of(), problems);
      return new SettingsReader(conf, problems, MACHINE).read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpSubserver http(Subserver subserver) {
    return (HttpSubserver) subserver;
  }

  private static List<String> addresses(Subserver subserver) {
    return subserver.addresses().stream().map(ListenAddress::text).toList();
  }

  private void assertProblems(String... expected) {
    assertEquals(
        List.of(expected),
        problems.lines().stream().map(line -> line.replace(dir + "/", "")).toList());
  }

  @Test
  void readsTheQuickStart() {
    Settings settings =
        read(
            """
            [wsgi]
            port = 8901
            apps = echo stats
            [wsgi#alternate]
            port = 8902
            apps = stats
            [echo]
            call = brim.wsgi_echo.WSGIEcho
            [stats]
            call = brim.wsgi_stats.WSGIStats
            """);
    assertProblems();
    assertEquals(
        List.of("wsgi", "wsgi#alternate"),
        settings.subservers().stream().map(Subserver::section).toList());
    assertEquals(
        List.of(
            new AppSettings("echo", "brim.wsgi_echo.WSGIEcho"),
            new AppSettings("stats", "brim.wsgi_stats.WSGIStats")),
        http(settings.subservers().getFirst()).apps());
    assertEquals("brimwsgi#alternate", settings.subservers().getLast().log().name());
  }

  @Test
  void httpAndWsgiStandBesideEachOther() {
    Settings settings = read("[http]\nport = 1\n[wsgi]\nport = 2\n[http#a]\nport = 3\n");
    assertProblems();
    assertEquals(3, settings.subservers().size());
  }

  @Test
  void thePublicWayReadsTheSame() throws IOException {
    Path file = Files.writeString(dir.resolve("brimd.conf"), "[http]\nport = 81\n");
    Conf conf = ConfReader.read(List.of(file), Map.of(), problems);
    Settings settings = Settings.read(conf, problems);
    assertProblems();
    assertEquals(List.of("*:81"), addresses(settings.subservers().getFirst()));
    assertFalse(http(settings.subservers().getFirst()).http().serverName().isBlank());
  }

  @Test
  void theNameOfTheLogInBrimIsTheStartOfTheOthers() {
    Settings settings =
        read("[brim]\nlog_name = acme\n[http]\n[http#b]\nport = 2\nlog_name = own\n");
    assertEquals("acme", settings.brim().log().name());
    assertEquals("acmehttp", settings.subservers().getFirst().log().name());
    assertEquals("own", settings.subservers().getLast().log().name());
  }

  @Test
  void requestsAreLoggedWhereTheOtherLinesGo() {
    Settings settings = read("[brim]\nlog_to = stderr\n[http]\n");
    assertEquals(new LogTarget.Stderr(), http(settings.subservers().getFirst()).accessLog().to());
  }

  @Test
  void noMoreThreadsCanBeSpareThanThereMayBe() {
    read("[http]\nworkermodel = threaded\nminspare = 5\nmaxthreads = 4\n");
    assertProblems(
        "brimd.conf:3: [http] minspare = 5: expected no more than maxspare and maxthreads");
  }

  @Test
  void timeoutComesBeforeClientTimeout() {
    Settings settings =
        read("[brim]\nclient_timeout = 5\n[http]\ntimeout = 7\n[http#b]\nport = 2\n");
    assertEquals(Duration.ofSeconds(7), http(settings.subservers().getFirst()).http().timeout());
    assertEquals(Duration.ofSeconds(5), http(settings.subservers().getLast()).http().timeout());
  }

  @ParameterizedTest
  @CsvSource({"1,4", "2,2", "3,1", "4,1", "9,1", "auto,1"})
  void hubsShareTheCoresAmongTheWorkers(String workers, int hubs) {
    Settings settings = read("[http]\nworkers = " + workers + "\n");
    assertEquals(hubs, http(settings.subservers().getFirst()).hubs());
  }

  @Test
  void defaultsOfEverySectionCount() {
    Settings settings =
        read("[DEFAULT]\nport = 81\nhome = /srv\ncall = a.A\n[http]\napps = x\n[x]\n");
    assertProblems();
    assertEquals(List.of("*:81"), addresses(settings.subservers().getFirst()));
    assertEquals(
        List.of(new AppSettings("x", "a.A")), http(settings.subservers().getFirst()).apps());
  }

  @Test
  void reportsEveryProblemAtOnce() {
    read(
        """
        [brim]
        detach = perhaps
        colour = blue
        [http]
        prot = 80
        workers = 0
        apps = echo stat nothing
        timeout = soon
        [stats]
        path = /stats
        [echo]
        call =
        """);
    assertProblems(
        "brimd.conf:2: [brim] detach = perhaps: expected yes or no",
        "brimd.conf:3: [brim] colour = blue: unknown option",
        "brimd.conf:5: [http] prot = 80: unknown option, did you mean `port`?",
        "brimd.conf:6: [http] workers = 0: expected a whole number, 1 or more, or auto",
        "brimd.conf:7: [http] apps = echo stat nothing: [echo] has no `call =` with the class of"
            + " the app",
        "brimd.conf:7: [http] apps = echo stat nothing: there is no section [stat], did you mean"
            + " [stats]?",
        "brimd.conf:7: [http] apps = echo stat nothing: there is no section [nothing]",
        "brimd.conf:8: [http] timeout = soon: expected a duration such as 30, 500ms, 2m or 1h,"
            + " above 0");
  }

  @Test
  void saysWhereAnOptionBelongs() {
    read(
        """
        [brim]
        apps = echo
        call = a.B
        [http]
        pid_file = x
        json_dumps = simplejson.dumps
        call = a.B
        [echo]
        call = a.Echo
        """);
    assertProblems(
        "brimd.conf:2: [brim] apps = echo: it belongs in an [http] section",
        "brimd.conf:3: [brim] call = a.B: it belongs in the section of an app; `apps` names those"
            + " sections",
        "brimd.conf:5: [http] pid_file = x: it belongs in [brim]",
        "brimd.conf:6: [http] json_dumps = simplejson.dumps: it names a Python function; `json`"
            + " names the Java class for both ways",
        "brimd.conf:7: [http] call = a.B: it belongs in the section of an app; `apps` names those"
            + " sections");
  }

  @Test
  void explainsAnOptionThatBecamePartOfTheValueAbove() {
    read("[http]\nport = 80\n  workers = 2\n");
    assertProblems(
        "brimd.conf:2: [http] port = 80\\nworkers = 2: expected a whole number from 1 to 65535 (an"
            + " indented line goes on with the value above it)");
  }

  @Test
  void needsASubserver() {
    read("[brim]\n" + ECHO);
    assertProblems(
        "no subserver is configured: expected an [http], [tcp], [udp] or [daemons] section");
  }

  @ParameterizedTest
  @CsvSource({
    "wsgi2,wsgi#2",
    "Http,http",
    "HTTP#admin,http#admin",
    "http admin,http#admin",
    "brim2,brim",
    "BRIM,brim"
  })
  void asksWhatASectionIsWhoseNameIsNearlyOneOfOurs(String section, String meant) {
    read("[http]\n[" + section + "]\nport = 1\n");
    assertProblems(
        "brimd.conf:3: [%s]: neither a subserver nor an app of one, did you mean [%s]?"
            .formatted(section, meant));
  }

  @Test
  void anAppMayHaveSuchAName() {
    read(
        "[http]\napps = http2\n[http2]\ncall = a.B\n[other]\nx = 1\n[httpd]\n[http_common]\n[tcp-keys]\n");
    assertProblems();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http#", "http#a b", "http#a/b", "http##"})
  void refusesNamesThatCouldNotBeShown(String section) {
    read("[" + section + "]\nport = 1\n");
    assertProblems(
        "brimd.conf:2: ["
            + section
            + "]: expected a name without blanks, `#` and `/` after the `#`");
  }

  @ParameterizedTest
  @CsvSource({
    "*,*",
    "*,127.0.0.1",
    "::1,*",
    "::,0.0.0.0",
    "0.0.0.0,127.0.0.1",
    "127.0.0.1,localhost",
    "::1,0:0:0:0:0:0:0:1",
    "a.example,a.example"
  })
  void twoSubserversCannotShareAnAddress(String one, String other) {
    read("[http]\nip = " + one + "\nport = 1\n[wsgi]\nip = " + other + "\nport = 1\n");
    assertProblems(
        "brimd.conf:5: [wsgi]: it would listen on %s:1, and [http] listens on %s:1: give it another port"
            .formatted(bracketed(other), bracketed(one)));
  }

  private static String bracketed(String ip) {
    return ip.contains(":") ? "[" + ip + "]" : ip;
  }

  @ParameterizedTest
  @CsvSource({"*:81,127.0.0.1:81,port", "unix:/run/a,unix:/run/a,path", "fd:3,fd:3,descriptor"})
  void twoSubserversCannotListenOnOneAddress(String one, String other, String difference) {
    read("[http]\nlisten = *:1 " + one + "\n[http#b]\nlisten = " + other + " *:2\n");
    assertProblems(
        "brimd.conf:4: [http#b]: it would listen on %s, and [http] listens on %s: give it another %s"
            .formatted(other, one, difference));
  }

  @Test
  void listenStandsBeforeIpAndPort() {
    Settings settings =
        read(
            """
            [brim]
            listen = *:81
            [http]
            [http#own]
            listen = 127.0.0.1:82 fd:7
            ip = ::1
            port = 83
            [http#nearer]
            port = 84
            [http#none]
            listen =
            ip = ::1
            """);
    assertProblems();
    assertEquals(
        List.of(
            List.of("*:81"), List.of("127.0.0.1:82", "fd:7"), List.of("*:84"), List.of("[::1]:80")),
        settings.subservers().stream().map(SettingsTest::addresses).toList());
    assertEquals(List.of(7), settings.inherited());
  }

  @Test
  void whatAllListenOnIsForOne() {
    read("[brim]\nlisten = *:81 /run/a\n[http]\n[http#b]\n");
    assertProblems(
        "[http#b]: it would listen on *:81, and [http] listens on *:81: give it another port",
        "[http#b]: it would listen on unix:/run/a, and [http] listens on unix:/run/a: give it"
            + " another path");
  }

  @Test
  void eachWrongAddressIsNamed() {
    read("[http]\nlisten = *:0 /a(9) *:80 stdin\n[http#b]\n");
    String start = "brimd.conf:2: [http] listen = *:0 /a(9) *:80 stdin: ";
    assertProblems(
        start + "`*:0`: expected a port from 1 to 65535 at its end",
        start + "`/a(9)`: expected permissions in octal, such as (0660)",
        start + "`stdin` gives one request, so there can be no other address");
  }

  @Test
  void stdinIsForCgiAlone() {
    Settings settings = read("[http]\nlisten = stdin\nprotocol = fastcgi\n");
    assertProblems();
    assertEquals(true, settings.isCgi());
    assertEquals(false, read("[http]\nprotocol = fastcgi\nport = 81\n").isCgi());
    assertProblems();
  }

  @Test
  void stdinNeedsItsProtocolAndNoOthers() {
    read("[http]\nlisten = stdin\n[http#b]\n");
    assertProblems(
        "brimd.conf:2: [http] listen = stdin: expected `protocol = fastcgi` with stdin, which then"
            + " stands for CGI",
        "brimd.conf:2: [http]: brimd ends after the request from stdin, so it can be the only"
            + " subserver");
  }

  @Test
  void whatTheWebServerDoesIsNotOursBehindOne() {
    Settings settings =
        read(
            """
            [DEFAULT]
            server_header = All
            [brim]
            certfile = /a.pem
            [http]
            protocol = scgi
            http2 = yes
            [http#b]
            port = 81
            protocol = fastcgi
            """);
    assertProblems(
        "brimd.conf:7: [http] http2 = yes: it is the web server's part where protocol is not http,"
            + " so leave it out");
    assertEquals(false, http(settings.subservers().getLast()).tls().enabled());
  }

  @Test
  void saysWhatIsWrongWithAnAddress() {
    Map<String, String> problems =
        Map.of(
            "*:80 *:80,", "`*:80,`: addresses are separated by blanks, not by commas",
            "80",
                "`80`: expected HOST:PORT, [IPV6]:PORT, *:PORT, a path with a slash, unix:PATH or"
                    + " fd:NUMBER",
            "::1:80", "`::1:80`: expected [ and ] around an IPv6 address",
            "[1]:80", "`[1]:80`: expected an IPv6 address between the brackets",
            "1.2:80", "`1.2:80`: expected an IP address, a host name or * before the port",
            "fd:x", "`fd:x`: expected the number of a descriptor after fd:",
            "*:80 [::]:80",
                "`*:80` and `[::]:80` cannot both be: one takes the connections of the" + " other");
    problems.forEach((listen, problem) -> {
      var found = new Problems();
      var section = Map.of("listen", new Conf.Value(listen, null));
      new SettingsReader(Conf.of(Map.of("http", section), List.of()), found, MACHINE).read();
      assertEquals(List.of("[http] listen = " + listen + ": " + problem), found.lines());
    });
  }

  @Test
  void aPathThatIsTooLongIsMeasured() {
    String path = "/" + "\u00e4".repeat(53);
    read("[http]\nlisten = " + path + " " + path + "xyz\n");
    assertEquals(1, problems.lines().size());
    assertTrue(
        problems
            .lines()
            .getFirst()
            .endsWith("xyz has 110 bytes, and the path of a socket at most 107"),
        problems.lines()::toString);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,127.0.0.2", "::1,127.0.0.1", "0.0.0.0,::1", "a.example,b.example"})
  void twoSubserversCanShareAPortOfDifferentAddresses(String one, String other) {
    read("[http]\nip = " + one + "\n[wsgi]\nip = " + other + "\n");
    assertProblems();
  }

  @Test
  void anAddressThatIsWrongIsNotComparedToo() {
    read("[http]\nport = x\n[http#b]\nport = 80\n");
    assertProblems("brimd.conf:2: [http] port = x: expected a whole number from 1 to 65535");
  }

  @Test
  void theSamePortFromBrimIsAProblem() {
    read("[brim]\nport = 81\n[http]\n[http#b]\n");
    assertProblems(
        "[http#b]: it would listen on *:81, and [http] listens on *:81: give it another port");
  }
}
