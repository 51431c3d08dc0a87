package net.brim.server.plan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * The plan as bytes, for handing it from process to process; and what applications told about it.
 *
 * <pre>
 * int magic, int version
 * files:    list of text
 * sections: list of (text name, list of (text name, text value, int file or -1, int line,
 *           boolean inherited))
 * launch:   list of text confs, text home, text pid file, text control socket (empty for none), boolean detached,
 *           boolean stack traces, text script (empty for none), list of text java, list of text program
 * stats:    list of (text section, list of text slot, list of (text name, text kind))
 * tls:      boolean whether there is any, text secret, list of (text section,
 *           list of (pem certificate, pem key), list of pem: none or one of client authorities)
 *
 * findings: list of text problems, stats
 *
 * list: int count, then the elements      text: int bytes, then UTF-8
 * pem:  text path, text stamp, text content
 * </pre>
 */
public final class PlanCodec {

  private static final int MAGIC = 0x4252504c; // BRPL
  private static final int VERSION = 5;

  private PlanCodec() {}

  /** The bytes of a plan, for processes that may have other working directories. */
  public static byte[] write(Plan plan) {
    return write(plan, true);
  }

  /** The bytes of a plan that tells files by the names that they were given in this directory. */
  public static byte[] writeForThisDirectory(Plan plan) {
    return write(plan, false);
  }

  private static byte[] write(Plan plan, boolean absolute) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      writeConf(out, plan.conf(), absolute);
      writeLaunch(out, plan.launch());
      writeLayout(out, plan.stats());
      writeTls(out, plan.tls());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The plan of those bytes.
   *
   * @throws IOException where they are no plan of this version
   */
  public static Plan read(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new IOException("these bytes are no plan of version " + VERSION);
      }
      return new Plan(readConf(in), readLaunch(in), readLayout(in), readTls(in));
    }
  }

  /** The bytes of what applications told. */
  public static byte[] write(Findings findings) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writeTexts(out, findings.problems());
      writeLayout(out, findings.stats());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * What applications told, from those bytes.
   *
   * @throws IOException where they hold no such thing
   */
  public static Findings readFindings(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new Findings(readTexts(in), readLayout(in));
    }
  }

  private static void writeConf(DataOutputStream out, Conf conf, boolean absolute)
      throws IOException {
    List<Path> files = conf.files();
    writeTexts(
        out,
        files.stream()
            .map(file -> absolute ? file.toAbsolutePath().toString() : file.toString())
            .toList());
    out.writeInt(conf.sections().size());
    for (String section : conf.sections()) {
      writeText(out, section);
      out.writeInt(conf.options(section).size());
      for (String option : conf.options(section)) {
        Conf.Value value = value(conf, section, option);
        writeText(out, option);
        writeText(out, value.text());
        Origin origin = value.origin();
        out.writeInt(origin == null ? -1 : indexOf(files, origin.file()));
        out.writeInt(origin == null ? 0 : origin.line());
        out.writeBoolean(value.inherited());
      }
    }
  }

  private static int indexOf(List<Path> files, Path file) {
    int index = files.indexOf(file);
    if (index < 0) {
      throw new IllegalArgumentException(file + " is not among the files that were read");
    }
    return index;
  }

  private static Conf.Value value(Conf conf, String section, String option) {
    Conf.Value value = conf.value(section, option);
    if (value == null) {
      throw new IllegalStateException("[" + section + "] " + option + " has vanished");
    }
    return value;
  }

  private static Conf readConf(DataInputStream in) throws IOException {
    List<Path> files = readTexts(in).stream().map(Path::of).toList();
    var sections = new LinkedHashMap<String, Map<String, Conf.Value>>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String section = readText(in);
      var options = new LinkedHashMap<String, Conf.Value>();
      int size = in.readInt();
      for (int j = 0; j < size; j++) {
        String option = readText(in);
        String text = readText(in);
        Origin origin = readOrigin(in, files);
        options.put(option, new Conf.Value(text, origin, in.readBoolean()));
      }
      sections.put(section, options);
    }
    return Conf.of(sections, files);
  }

  private static @Nullable Origin readOrigin(DataInputStream in, List<Path> files)
      throws IOException {
    int file = in.readInt();
    int line = in.readInt();
    return file < 0 ? null : new Origin(files.get(file), line);
  }

  private static void writeLaunch(DataOutputStream out, Launch launch) throws IOException {
    writeTexts(out, launch.confs().stream().map(Path::toString).toList());
    writePath(out, launch.home());
    writePath(out, launch.pidFile());
    writePath(out, launch.controlSocket());
    out.writeBoolean(launch.detached());
    out.writeBoolean(launch.stackTraces());
    writePath(out, launch.script());
    writeTexts(out, launch.java());
    writeTexts(out, launch.program());
  }

  private static Launch readLaunch(DataInputStream in) throws IOException {
    return new Launch(
        readTexts(in).stream().map(Path::of).toList(),
        Path.of(readText(in)),
        readPath(in),
        readPath(in),
        in.readBoolean(),
        in.readBoolean(),
        readPath(in),
        readTexts(in),
        readTexts(in));
  }

  private static void writeLayout(DataOutputStream out, StatsLayout layout) throws IOException {
    out.writeInt(layout.sections().size());
    for (StatsLayout.Section section : layout.sections()) {
      writeText(out, section.name());
      writeTexts(out, section.slots());
      out.writeInt(section.stats().size());
      for (Stat stat : section.stats()) {
        writeText(out, stat.name());
        writeText(out, stat.kind().name());
      }
    }
  }

  private static StatsLayout readLayout(DataInputStream in) throws IOException {
    var sections = new ArrayList<StatsLayout.Section>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = readText(in);
      List<String> slots = readTexts(in);
      var stats = new ArrayList<Stat>();
      int size = in.readInt();
      for (int j = 0; j < size; j++) {
        stats.add(new Stat(readText(in), Stat.Kind.valueOf(readText(in))));
      }
      sections.add(new StatsLayout.Section(name, slots, stats));
    }
    return new StatsLayout(sections);
  }

  private static void writeTls(DataOutputStream out, @Nullable TlsFiles tls) throws IOException {
    out.writeBoolean(tls != null);
    if (tls == null) {
      return;
    }
    writeText(out, tls.secret().text());
    out.writeInt(tls.subservers().size());
    for (TlsFiles.OfSubserver subserver : tls.subservers()) {
      writeText(out, subserver.section());
      out.writeInt(subserver.certificates().size());
      for (CertificateFiles pair : subserver.certificates()) {
        writePem(out, pair.certificate());
        writePem(out, pair.key());
      }
      PemFile authorities = subserver.clientAuthorities();
      out.writeInt(authorities == null ? 0 : 1);
      if (authorities != null) {
        writePem(out, authorities);
      }
    }
  }

  private static @Nullable TlsFiles readTls(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    var secret = new TicketSecret(readText(in));
    var subservers = new ArrayList<TlsFiles.OfSubserver>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String section = readText(in);
      var pairs = new ArrayList<CertificateFiles>();
      int size = in.readInt();
      for (int j = 0; j < size; j++) {
        pairs.add(new CertificateFiles(readPem(in), readPem(in)));
      }
      subservers.add(
          new TlsFiles.OfSubserver(section, pairs, in.readInt() == 0 ? null : readPem(in)));
    }
    return new TlsFiles(subservers, secret);
  }

  private static void writePem(DataOutputStream out, PemFile file) throws IOException {
    writeText(out, file.path().toString());
    writeText(out, file.stamp());
    writeText(out, file.text());
  }

  private static PemFile readPem(DataInputStream in) throws IOException {
    return new PemFile(Path.of(readText(in)), readText(in), readText(in));
  }

  private static void writePath(DataOutputStream out, @Nullable Path path) throws IOException {
    writeText(out, path == null ? "" : path.toString());
  }

  private static @Nullable Path readPath(DataInputStream in) throws IOException {
    String text = readText(in);
    return text.isEmpty() ? null : Path.of(text);
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(out, text);
    }
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    int count = in.readInt();
    var texts = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      texts.add(readText(in));
    }
    return texts;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
