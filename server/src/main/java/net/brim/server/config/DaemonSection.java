package net.brim.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.brim.api.Conf;

/** Reads one {@code [daemons]} section; each daemon that it names has a section of its own. */
final class DaemonSection {

  private static final String LIST = "daemons";

  private DaemonSection() {}

  static DaemonSubserver read(Section section, Machine machine) {
    rejectOthers(section);
    // Those of [brim] that mean nothing here are checked there.
    SharedOptions shared = SharedOptions.read(section, machine);
    return new DaemonSubserver(
        section.name(),
        daemons(section),
        shared.json(),
        shared.javaOptions(),
        shared.nice(),
        shared.limits(),
        LogOptions.read(section, section.name()));
  }

  private static void rejectOthers(Section section) {
    Set<String> known = KnownOptions.ofDaemons();
    for (String option : KnownOptions.SHARED) {
      if (!known.contains(option)) {
        section.rejectOwn(
            option, "daemons listen nowhere and have one worker each, so leave it out");
      }
    }
    section.rejectOwn("call", "it belongs in the section of a daemon; `daemons` names those");
    var explained = new HashSet<>(known);
    explained.addAll(KnownOptions.SHARED);
    explained.add("call");
    section.rejectUnknown(explained);
  }

  private static List<AppSettings> daemons(Section section) {
    var daemons = new ArrayList<AppSettings>();
    var seen = new HashSet<String>();
    Conf conf = section.conf();
    List<String> names = conf.getList(section.name(), LIST);
    if (names.isEmpty()) {
      section.problem("it has no `daemons =` with the names of its daemons");
    }
    for (String name : names) {
      String call = conf.get(name, "call", "");
      if (!seen.add(name)) {
        section.problem(LIST, name + " is in it twice");
      } else if (!conf.hasSection(name)) {
        section.problem(LIST, "there is no section [" + name + "]" + section.didYouMean(name));
      } else if (call.isBlank()) {
        section.problem(LIST, "[" + name + "] has no `call =` with the class of the daemon");
      } else {
        daemons.add(new AppSettings(name, call));
      }
    }
    return daemons;
  }
}
