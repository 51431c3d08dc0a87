package net.brim.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.brim.api.Conf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample that is shipped shows every option of this release, with its default. */
class SampleTest {

  private static final Path SAMPLE = Path.of("src/dist/brimd.conf-sample");
  private static final Machine MACHINE = new Machine(1, "www.example.org");

  /** {@code #name = value}: an option that is not set; a comment has a blank after its mark. */
  private static final Pattern OPTION = Pattern.compile("(?m)^#([a-z0-9_]+ =)");

  /** Those that have no default that could be written down. */
  private static final Set<String> EXAMPLES =
      Set.of(
          "additional_confs",
          "admin",
          "basedir",
          "certfile",
          "classpath",
          "client_ca",
          "control_socket",
          "errorlog",
          "group",
          "http2",
          "java_options",
          "json",
          "keyfile",
          "listen",
          "nice",
          "pid_file",
          "user",
          "warmup");

  @TempDir private Path dir;
  private final Problems problems = new Problems();

  private Conf conf(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("brimd.conf"), text);
    return ConfReader.read(List.of(file), Map.of(), problems);
  }

  private Settings settings(String text) throws IOException {
    return new SettingsReader(conf(text), problems, MACHINE).read();
  }

  /** With the section that is to be had as a whole, or not at all. */
  private static String withTcp(String sample) {
    return sample
        .replaceFirst("(?m)^#(\\[tcp])$", "$1")
        .replaceFirst("(?m)^#(call = brim\\.tcp.*)$", "$1")
        .replaceFirst("(?m)^#(port = 8903)$", "$1");
  }

  private static String allSet(String sample) {
    return OPTION.matcher(withTcp(sample)).replaceAll("$1");
  }

  @Test
  void readsWithoutProblems() throws IOException {
    Settings settings = settings(Files.readString(SAMPLE));
    assertEquals(List.of(), problems.lines());
    assertEquals(1, settings.subservers().size());
  }

  @Test
  void showsEveryOption() throws IOException {
    Conf conf = conf(allSet(Files.readString(SAMPLE)));
    assertEquals(List.of(), problems.lines());
    assertEquals(new TreeSet<>(KnownOptions.ofBrim()), new TreeSet<>(conf.options("brim")));
    assertEquals(new TreeSet<>(KnownOptions.ofHttp()), new TreeSet<>(conf.options("http")));
    var ofTcp = new TreeSet<>(KnownOptions.SHARED);
    ofTcp.addAll(Set.of("call", "chunk_read"));
    assertEquals(ofTcp, new TreeSet<>(conf.options("tcp")));
  }

  @Test
  void showsTheDefaults() throws IOException {
    String sample = withTcp(Files.readString(SAMPLE));
    assertEquals(2, settings(sample).subservers().size());
    var set = new StringBuilder();
    Matcher option = OPTION.matcher(sample);
    while (option.find()) {
      String name = option.group(1).replace(" =", "");
      option.appendReplacement(set, EXAMPLES.contains(name) ? "#$1" : "$1");
    }
    assertEquals(settings(sample), settings(option.appendTail(set).toString()));
    assertEquals(List.of(), problems.lines());
  }

  @Test
  void examplesReadWithoutProblems() throws IOException {
    Files.createDirectories(dir.resolve("lib"));
    Files.createFile(dir.resolve("lib/app.jar"));
    Files.createDirectories(dir.resolve("classes"));
    Conf conf = conf(allSet(Files.readString(SAMPLE)));
    new SettingsReader(conf, problems, MACHINE).read();
    assertEquals(List.of(), problems.lines());
    assertEquals(Set.of(), missing(conf));
  }

  @Test
  void showsEveryOptionOfUdpWithItsDefault() throws IOException {
    String sample = Files.readString(SAMPLE);
    String block = sample.substring(sample.indexOf("#   [udp]"), sample.indexOf("# --- Apps"));
    String section = block.replaceAll("(?m)^#   ", "");
    Conf conf = conf(section);
    assertEquals(new TreeSet<>(KnownOptions.UDP), new TreeSet<>(conf.options("udp")));
    assertEquals(settings("[udp]\ncall = brim.udp_echo.UDPEcho\n"), settings(section));
    assertEquals(List.of(), problems.lines());
  }

  @Test
  void showsEveryOptionOfDaemons() throws IOException {
    String sample = Files.readString(SAMPLE);
    String block = sample.substring(sample.indexOf("#   [daemons]"));
    String section =
        String.join(
            "\n",
            block
                .lines()
                .takeWhile(line -> line.startsWith("# ") && !line.startsWith("# ---"))
                .filter(line -> line.startsWith("#   "))
                .map(line -> line.substring(4))
                .toList());
    Conf conf = conf(section);
    assertEquals(new TreeSet<>(KnownOptions.DAEMONS), new TreeSet<>(conf.options("daemons")));
    assertEquals(
        settings("[daemons]\ndaemons = sample\n[sample]\ncall = brim.daemon_sample.DaemonSample\n"),
        settings(section));
    assertEquals(List.of(), problems.lines());
  }

  private static Set<String> missing(Conf conf) {
    var missing = new HashSet<>(EXAMPLES);
    missing.removeAll(conf.options("brim"));
    missing.removeAll(conf.options("http"));
    return missing;
  }
}
