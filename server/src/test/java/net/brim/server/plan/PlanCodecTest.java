package net.brim.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Conf;
import net.brim.api.Origin;
import net.brim.api.Stat;
import net.brim.engine.tls.CertificateFiles;
import net.brim.engine.tls.PemFile;
import net.brim.engine.tls.TicketSecret;
import net.brim.server.stats.StatsLayout;
import org.junit.jupiter.api.Test;

class PlanCodecTest {

  private static final Path FILE = Path.of("/etc/brimd.conf");
  private static final Launch LAUNCH =
      new Launch(
          List.of(Path.of("/etc/other.conf")),
          Path.of("/home/someone"),
          Path.of("/run/brimd.pid"),
          null,
          true,
          false,
          Path.of("/opt/brim/bin/brimd"),
          List.of("/jdk/bin/java", "-XX:+UseSerialGC"),
          List.of("-jar", "/opt/brim/lib/brim server.jar"));
  private static final StatsLayout STATS =
      new StatsLayout(
          List.of(
              new StatsLayout.Section(
                  "wsgi",
                  List.of("0", "1"),
                  List.of(
                      Stat.worker("start_time"), Stat.sum("n"), Stat.min("a"), Stat.max("z")))));

  private static final PemFile PEM = new PemFile(Path.of("/a.pem"), "1 2 3", "-----BEGIN\u00e4");
  private static final TlsFiles TLS =
      new TlsFiles(
          List.of(
              new TlsFiles.OfSubserver(
                  "wsgi",
                  List.of(
                      new CertificateFiles(PEM, new PemFile(FILE, "", "")),
                      new CertificateFiles(PEM, PEM)),
                  PEM),
              new TlsFiles.OfSubserver("http", List.of(), null)),
          TicketSecret.random());

  private static Conf conf(Path file) {
    var wsgi = new LinkedHashMap<String, Conf.Value>();
    wsgi.put("port", new Conf.Value("8901", new Origin(file, 2)));
    wsgi.put("apps", new Conf.Value("a\nb ü " + "x".repeat(70_000), new Origin(file, 3), true));
    wsgi.put("made", new Conf.Value("", null));
    var sections = new LinkedHashMap<String, Map<String, Conf.Value>>();
    sections.put("wsgi", wsgi);
    sections.put("empty", Map.of());
    return Conf.of(sections, List.of(file));
  }

  @Test
  void comesBackAsItWas() throws IOException {
    Plan plan = new Plan(conf(FILE), LAUNCH, STATS, TLS);
    Plan read = PlanCodec.read(PlanCodec.write(plan));
    assertEquals(LAUNCH, read.launch());
    assertEquals(STATS, read.stats());
    assertEquals(TLS, read.tls());
    assertEquals(List.of(FILE), read.conf().files());
    assertEquals(List.of("wsgi", "empty"), List.copyOf(read.conf().sections()));
    assertEquals(List.of("port", "apps", "made"), List.copyOf(read.conf().options("wsgi")));
    for (String option : read.conf().options("wsgi")) {
      assertEquals(plan.conf().value("wsgi", option), read.conf().value("wsgi", option));
    }
  }

  @Test
  void makesTheNamesOfFilesAbsolute() throws IOException {
    Plan read =
        PlanCodec.read(PlanCodec.write(new Plan(conf(Path.of("x.conf")), LAUNCH, STATS, null)));
    assertNull(read.tls());
    Path absolute = Path.of("x.conf").toAbsolutePath();
    assertEquals(List.of(absolute), read.conf().files());
    assertEquals(new Origin(absolute, 2), read.conf().value("wsgi", "port").origin());
  }

  @Test
  void leavesTheNamesOfFilesForAProcessInTheSameDirectory() throws IOException {
    Path named = Path.of("x.conf");
    Plan plan = new Plan(conf(named), LAUNCH, STATS, null);
    Plan read = PlanCodec.read(PlanCodec.writeForThisDirectory(plan));
    assertEquals(List.of(named), read.conf().files());
    assertEquals(new Origin(named, 2), read.conf().value("wsgi", "port").origin());
  }

  @Test
  void carriesWhatApplicationsTold() throws IOException {
    var findings = new Findings(List.of("x.conf:1: wrong", "two\nlines"), STATS);
    assertEquals(findings, PlanCodec.readFindings(PlanCodec.write(findings)));
    assertThrows(IOException.class, () -> PlanCodec.readFindings(new byte[3]));
  }

  @Test
  void refusesBytesOfAnotherVersion() {
    byte[] bytes = PlanCodec.write(new Plan(conf(FILE), LAUNCH, STATS, TLS));
    bytes[7]++;
    assertThrows(IOException.class, () -> PlanCodec.read(bytes));
    assertThrows(IOException.class, () -> PlanCodec.read(new byte[3]));
  }
}
