package net.brim.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

  private static final String QUICK =
      "[http]\nport = 8901\napps = echo\n[echo]\ncall = brim.wsgi_echo.WSGIEcho\n";

  @TempDir Path home;
  private Path conf;

  @BeforeEach
  void writeConf() throws IOException {
    conf = Files.writeString(home.resolve(".brimd.conf"), QUICK);
  }

  private Configuration read(Options options) {
    return Configuration.read(options, Map.of("HOME", home.toString()));
  }

  private static Options options(List<Path> confs, String pidFile) {
    return new Options(confs, pidFile, false, false);
  }

  @Test
  void readsTheFileInTheHomeDirectory() {
    Configuration configuration = read(options(List.of(), null));
    assertTrue(configuration.conf().files().contains(conf));
    assertEquals(List.of(), configuration.problems().lines());
    assertEquals("http", configuration.settings().subservers().getFirst().section());
  }

  @Test
  void readsOnlyTheFilesThatAreNamed() {
    Path other = home.resolve("other.conf");
    Configuration configuration = read(options(List.of(other), null));
    assertTrue(configuration.isMissing());
    assertEquals(
        List.of(other + " was not read: there is no such file"), configuration.skippedFiles());
  }

  @Test
  void takesThePidFileOfTheCommandLineFirst() throws IOException {
    Files.writeString(conf, "[brim]\npid_file = run/b.pid\n" + QUICK);
    assertEquals(home.resolve("run/b.pid"), read(options(List.of(conf), null)).pidFile());
    Configuration named = read(options(List.of(conf), "/x/y.pid"));
    assertEquals(Path.of("/x/y.pid"), named.pidFile());
    assertEquals(Path.of("/x/y.pid.sock"), named.controlSocket());
  }

  @Test
  void hasNoControlSocketWithoutAPidFileUnlessItIsNamed() throws IOException {
    Configuration without = read(options(List.of(conf), "-"));
    assertNull(without.pidFile());
    assertNull(without.controlSocket());
    Files.writeString(conf, "[brim]\ncontrol_socket = /x/c.sock\n" + QUICK);
    assertEquals(Path.of("/x/c.sock"), read(options(List.of(conf), "-")).controlSocket());
  }

  @Test
  void findsThePidFileInABrokenConfiguration() throws IOException {
    Files.writeString(conf, "[brim]\npid_file = b.pid\nusr = x\n[http]\nport = many\n");
    Configuration broken = read(options(List.of(conf), null));
    assertFalse(broken.problems().isEmpty());
    assertEquals(home.resolve("b.pid"), broken.pidFile());
  }
}
