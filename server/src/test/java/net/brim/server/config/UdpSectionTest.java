package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSectionTest {

  @TempDir private Path dir;
  private Problems problems = new Problems();

  private Settings read(String text) {
    problems = new Problems();
    try {
      Path file = Files.writeString(dir.resolve("brimd.conf"), text);
      return Settings.read(ConfReader.read(List.of(file), Map.of(), problems), problems);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> addresses(Settings settings) {
    return settings.subservers().getFirst().addresses().stream().map(ListenAddress::text).toList();
  }

  /** One of the problems contains the text; without one, there are none. */
  private void assertProblems(String... expected) {
    if (expected.length == 0) {
      assertEquals(List.of(), problems.lines());
    }
    for (String text : expected) {
      assertTrue(
          problems.lines().stream().anyMatch(line -> line.contains(text)),
          () -> text + " in " + problems.lines());
    }
  }

  private static UdpSubserver udp(Settings settings) {
    return (UdpSubserver) settings.subservers().getFirst();
  }

  @Test
  void anUdpSectionIsItsAppsToo() {
    Settings settings =
        read(
            """
            [brim]
            concurrent_per_worker = 7
            client_timeout = 3
            backlog = 5
            [udp#a]
            call = a.App
            port = 8905
            message = of the app
            max_datagram_size = 2k
            hubs = 3
            """);
    assertProblems();
    assertEquals("udp#a", udp(settings).section());
    assertEquals(List.of("udp:*:8905"), addresses(settings));
    assertEquals(2048, udp(settings).maxDatagramSize());
    assertEquals(7, udp(settings).concurrentPerWorker());
    assertEquals(3, udp(settings).hubs());
    assertEquals("udp", udp(settings).scheme());
    assertEquals(65_536, udp(read("[udp]\ncall = a.App\n")).maxDatagramSize());
  }

  @Test
  void anUdpSectionListensOnPortsOfUdpAlone() {
    Settings settings =
        read("[udp]\ncall = a.App\nlisten = 127.0.0.1:81 udp:[::1]:82 udp:*:83 host:84\n");
    assertProblems();
    assertEquals(
        List.of("udp:127.0.0.1:81", "udp:[::1]:82", "udp:*:83", "udp:host:84"),
        addresses(settings));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tcp:*:81", "unix:a", "/run/a.sock", "a(0660)", "fd:3", "udp:", "udp:81", "stdin"})
  void anUdpSectionListensOnNothingElse(String word) {
    read("[udp]\ncall = a.App\nlisten = " + word + "\n");
    assertProblems("`" + word + "`: expected");
  }

  @Test
  void udpAndTcpMayHaveTheSamePort() {
    read("[udp]\ncall = a.App\nport = 81\n[tcp]\ncall = a.App\nport = 81\n");
    assertProblems();
    read("[udp]\ncall = a.App\nport = 81\n[udp#b]\ncall = a.App\nport = 81\n");
    assertProblems("[udp#b]: it would listen on udp:*:81, and [udp] listens on udp:*:81");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65537", "65k", "x", ""})
  void aDatagramHasAtMost64K(String size) {
    read("[udp]\ncall = a.App\nmax_datagram_size = " + size + "\n");
    assertProblems("max_datagram_size = " + size + ": expected a size from 1 to 64k");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backlog",
        "certfile",
        "client_ca",
        "client_cert",
        "client_timeout",
        "keyfile",
        "tls_adapter"
      })
  void anUdpSectionHasNoOptionOfConnections(String option) {
    read("[udp]\ncall = a.App\n" + option + " = 5\n");
    assertProblems("it is for connections, and UDP has none, so leave it out");
  }

  @Test
  void anUdpSectionNeedsAnApp() {
    read("[udp]\nport = 81\n");
    assertProblems("[udp]: it has no `call =` with the class of its app");
  }
}
