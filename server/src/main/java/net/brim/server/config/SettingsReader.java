package net.brim.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.brim.api.Conf;
import org.jspecify.annotations.Nullable;

/** Reads the sections that Brim itself reads. */
final class SettingsReader {

  private static final Pattern SUBSERVER = Pattern.compile("(http|wsgi|tcp|udp|daemons)(#.*)?");
  private static final Pattern NAME = Pattern.compile("#[^\\s#/\\p{Cntrl}]+");

  /** Sections that look like ours: in capitals, or with a number as older editions had them. */
  private static final Pattern SIMILAR =
      Pattern.compile("(?i)(brim|http|wsgi|tcp|udp|daemons)(?:(?=\\d|$)|\\s*#\\s*|\\s+)(\\w*)");

  private record Listening(Section section, Subserver subserver) {

    /** Not the default in the place of a wrong one. */
    boolean hasAddress() {
      return section.isRight("listen") && section.isRight("ip") && section.isRight("port");
    }
  }

  private final Conf conf;
  private final Problems problems;
  private final Machine machine;
  private final List<Listening> subservers = new ArrayList<>();
  private boolean someSubserver;

  SettingsReader(Conf conf, Problems problems, Machine machine) {
    this.conf = conf;
    this.problems = problems;
    this.machine = machine;
  }

  Settings read() {
    BrimSettings brim = BrimSection.read(conf, problems);
    SharedOptions.read(new Section(conf, Section.BRIM, problems), machine); // if only to check them
    conf.sections().forEach(this::section);
    if (!someSubserver) {
      problems.add(
          "no subserver is configured: expected an [http], [tcp], [udp] or [daemons] section");
    }
    rejectSharedAddresses();
    rejectAddressOfAdmin(brim);
    rejectOthersBesideCgi();
    return new Settings(brim, subservers.stream().map(Listening::subserver).toList());
  }

  private void section(String name) {
    Matcher subserver = SUBSERVER.matcher(name);
    if (subserver.matches()) {
      someSubserver = true;
      subserver(new Section(conf, name, problems), subserver.group(1), subserver.group(2));
    } else if (!name.equals(Section.BRIM)) {
      rejectSimilar(name);
    }
  }

  private void subserver(Section section, String kind, @Nullable String name) {
    if (name != null && !NAME.matcher(name).matches()) {
      section.problem("expected a name without blanks, `#` and `/` after the `#`");
    }
    subservers.add(new Listening(section, read(section, kind)));
  }

  private Subserver read(Section section, String kind) {
    if (kind.equals("tcp")) {
      return TcpSection.read(section, machine);
    }
    if (kind.equals("udp")) {
      return UdpSection.read(section, machine);
    }
    if (kind.equals("daemons")) {
      return DaemonSection.read(section, machine);
    }
    return HttpSection.read(section, machine);
  }

  /** A section that no app uses and whose name is nearly one of ours would be read by no one. */
  private void rejectSimilar(String section) {
    Matcher similar = SIMILAR.matcher(section);
    if (similar.matches() && !isApp(section)) {
      String kind = similar.group(1).toLowerCase(Locale.ROOT);
      String name = similar.group(2).isEmpty() || kind.equals("brim") ? "" : "#" + similar.group(2);
      new Section(conf, section, problems)
          .problem("neither a subserver nor an app of one, did you mean [" + kind + name + "]?");
    }
  }

  private boolean isApp(String section) {
    return conf.sections().stream()
        .filter(name -> SUBSERVER.matcher(name).matches())
        .anyMatch(name ->
            conf.getList(name, name.startsWith("daemons") ? "daemons" : "apps").contains(section));
  }

  private void rejectOthersBesideCgi() {
    for (Listening listening : subservers) {
      if (listening.subserver() instanceof HttpSubserver http
          && http.isCgi()
          && subservers.size() > 1) {
        listening
            .section()
            .problem("brimd ends after the request from stdin, so it can be the only subserver");
        return;
      }
    }
  }

  private void rejectSharedAddresses() {
    for (int i = 0; i < subservers.size(); i++) {
      for (int j = 0; j < i; j++) {
        rejectShared(subservers.get(j), subservers.get(i));
      }
    }
  }

  private void rejectAddressOfAdmin(BrimSettings brim) {
    ListenAddress admin = brim.admin();
    for (Listening listening : subservers) {
      if (admin != null
          && listening.hasAddress()
          && listening.subserver().addresses().stream().anyMatch(admin::overlaps)) {
        new Section(conf, Section.BRIM, problems)
            .problem(
                "admin",
                "[%s] listens there: give it another %s"
                    .formatted(listening.section().name(), admin.difference()));
      }
    }
  }

  private static void rejectShared(Listening first, Listening second) {
    if (first.hasAddress() && second.hasAddress()) {
      for (ListenAddress taken : first.subserver().addresses()) {
        second.subserver().addresses().stream()
            .filter(taken::overlaps)
            .forEach(wanted -> reject(second.section(), wanted, first.section(), taken));
      }
    }
  }

  private static void reject(
      Section section, ListenAddress wanted, Section other, ListenAddress taken) {
    section.problem(
        "it would listen on %s, and [%s] listens on %s: give it another %s"
            .formatted(wanted.text(), other.name(), taken.text(), wanted.difference()));
  }
}
