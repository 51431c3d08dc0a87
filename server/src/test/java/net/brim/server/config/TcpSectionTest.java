package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import net.brim.api.Conf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpSectionTest {

  private static final Machine MACHINE = new Machine(4, "box");

  /** A value of each option that is no default. */
  private static final Map<String, String> VALUES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("backlog", "7"),
              Map.entry("certfile", "a.pem"),
              Map.entry("client_ca", "ca.pem"),
              Map.entry("client_cert", "optional"),
              Map.entry("client_timeout", "5s"),
              Map.entry("concurrent_per_worker", "9"),
              Map.entry("heartbeat_timeout", "5s"),
              Map.entry("hubs", "3"),
              Map.entry("ip", "127.0.0.1"),
              Map.entry("java_options", "-Xmx1g"),
              Map.entry("json", "a.Codec"),
              Map.entry("keyfile", "a.key"),
              Map.entry("listen", "/run/a"),
              Map.entry("log_facility", "NEWS"),
              Map.entry("log_level", "DEBUG"),
              Map.entry("log_name", "acme"),
              Map.entry("log_to", "stderr"),
              Map.entry("max_age", "1h"),
              Map.entry("max_memory", "1g"),
              Map.entry("nice", "5"),
              Map.entry("port", "8903"),
              Map.entry("spares", "1"),
              Map.entry("tls_adapter", "jdk"),
              Map.entry("workers", "2")));

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

  private TcpSubserver tcp(String text) {
    return (TcpSubserver) read(text).subservers().getFirst();
  }

  @Test
  void hasTheDefaultsThatHttpHas() {
    TcpSubserver tcp = tcp("[tcp#a]\ncall = x\n");
    assertEquals(List.of(), problems.lines());
    assertEquals("tcp#a", tcp.section());
    assertEquals(List.of(new ListenAddress.Tcp("*", 80)), tcp.addresses());
    assertEquals("tcp", tcp.scheme());
    assertEquals(4096, tcp.backlog());
    assertEquals(1, tcp.workers());
    assertEquals(List.of("0"), tcp.slots());
    assertEquals(4, tcp.hubs());
    assertEquals(Duration.ofSeconds(60), tcp.clientTimeout());
    assertEquals(1024, tcp.concurrentPerWorker());
    assertEquals(OptionalInt.empty(), tcp.nice());
    assertEquals("brimtcp#a", tcp.log().name());
  }

  @Test
  void readsEachOptionThatSubserversShare() {
    assertEquals(new TreeSet<>(KnownOptions.SHARED), VALUES.keySet());
    TcpSubserver otherwise = tcp("[tcp]\ncall = x\n");
    VALUES.forEach((option, value) -> {
      TcpSubserver own = tcp("[tcp]\ncall = x\n" + option + " = " + value + "\n");
      assertNotEquals(otherwise, own, option);
      if (!option.equals("log_name")) { // only the beginning of it
        TcpSubserver inherited = tcp("[tcp]\ncall = x\n[brim]\n" + option + " = " + value + "\n");
        assertEquals(own, inherited, option);
      }
    });
    assertEquals(List.of(), problems.lines());
    assertEquals("tls", tcp("[tcp]\ncall = x\ncertfile = a.pem\n").scheme());
    assertEquals(List.of("0", "1"), tcp("[tcp]\ncall = x\nworkers = 2\n").slots());
  }

  @Test
  void leavesOtherOptionsToTheApp() {
    read("[tcp]\ncall = x\nmessage = Hello\nuser = joe\ntimeout = never\napps = 7\n");
    assertEquals(List.of(), problems.lines());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port = 0 | [tcp] port = 0: expected a whole number from 1 to 65535",
        "client_timeout = 0 | [tcp] client_timeout = 0: expected a duration",
        "max_age = soon | [tcp] max_age = soon: expected a duration",
        "listen = stdin | [tcp] listen = stdin: expected no stdin, which stands for CGI"
      })
  void saysWhatIsWrong(String option, String problem) {
    read("[tcp]\ncall = x\n" + option + "\n");
    assertEquals(1, problems.lines().size());
    assertTrue(problems.lines().getFirst().contains(problem), problems.lines()::getFirst);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "call =\n", "call = \n  \n"})
  void needsAnApp(String call) {
    read("[tcp]\nport = 1\n" + call);
    assertEquals(1, problems.lines().size());
    assertTrue(
        problems.lines().getFirst().endsWith("[tcp]: it has no `call =` with the class of its app"),
        problems.lines()::getFirst);
  }

  @Test
  void cannotShareAnAddressWithHttp() {
    read("[http]\nport = 1\n[tcp]\nport = 1\ncall = x\n");
    assertTrue(
        problems
            .lines()
            .getFirst()
            .endsWith("it would listen on *:1, and [http] listens on *:1: give it another port"),
        problems.lines()::getFirst);
  }

  @Test
  void datagramsHavePortsOfTheirOwn() {
    var udp = new ListenAddress.Udp("::1", 53);
    assertEquals("udp:[::1]:53", udp.text());
    assertEquals("UDP port 53 of ::1", udp.describe());
    assertTrue(udp.overlaps(new ListenAddress.Udp("*", 53)));
    assertEquals(false, udp.overlaps(new ListenAddress.Udp("*", 54)));
    assertEquals(false, udp.overlaps(new ListenAddress.Tcp("*", 53)));
    assertEquals(false, new ListenAddress.Tcp("*", 53).overlaps(udp));
  }
}
