package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.brim.server.config.BrimSettings;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.Settings;
import net.brim.server.config.StreamSubserver;
import net.brim.server.config.Subserver;

/** What stays from the start of a server to its end, whatever a later configuration says. */
final class Lasting {

  private final List<String> found = new ArrayList<>();

  private Lasting() {}

  /** Says of each such option that differs that it stays. */
  static List<String> differences(Settings was, Settings is) {
    var lasting = new Lasting();
    lasting.compare(was.brim(), is.brim());
    for (Subserver before : was.subservers()) {
      for (Subserver after : is.subservers()) {
        if (before instanceof StreamSubserver one && after instanceof StreamSubserver other) {
          lasting.compare(one, other);
        }
      }
    }
    return lasting.found;
  }

  private void compare(BrimSettings was, BrimSettings is) {
    add("user", Objects.equals(was.user(), is.user()));
    add("group", Objects.equals(was.group(), is.group()));
    add("umask", was.umask().equals(is.umask()));
    add("basedir", Objects.equals(was.basedir(), is.basedir()));
    add("pid_file", Objects.equals(was.pidFile(), is.pidFile()));
    add("control_socket", Objects.equals(was.controlSocket(), is.controlSocket()));
    add("errorlog", Objects.equals(was.errorlog(), is.errorlog()));
    add("detach", was.detach() == is.detach());
    add("admin", Objects.equals(was.admin(), is.admin()));
    add("systemd", was.systemd() == is.systemd());
  }

  private void add(String option, boolean same) {
    if (!same) {
      add("[brim] " + option);
    }
  }

  private void add(String what) {
    found.add(what + " stays as it was: a stop and a start change it");
  }

  /** Sockets stay as they were made where both listen at an address. */
  private void compare(StreamSubserver was, StreamSubserver is) {
    for (ListenAddress address : is.addresses()) {
      if (was.backlog() != is.backlog() && was.addresses().contains(address)) {
        add("[%s] backlog for %s".formatted(is.section(), address.describe()));
      }
      if (address instanceof ListenAddress.Unix unix && hasOtherMode(was, unix)) {
        add("[%s] the mode of %s".formatted(is.section(), address.describe()));
      }
    }
  }

  private static boolean hasOtherMode(StreamSubserver was, ListenAddress.Unix unix) {
    return was.addresses().stream()
        .anyMatch(address ->
            address instanceof ListenAddress.Unix other
                && other.path().equals(unix.path())
                && !other.equals(unix));
  }
}
