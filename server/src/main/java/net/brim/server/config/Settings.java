package net.brim.server.config;

import java.util.ArrayList;
import java.util.List;
import net.brim.api.Conf;

/** What the sections that Brim itself reads say, checked and typed. */
public record Settings(BrimSettings brim, List<Subserver> subservers) {

  public Settings {
    subservers = List.copyOf(subservers);
  }

  /**
   * The descriptors that subservers have from whoever starts brimd, in the order in which they are
   * handed on.
   */
  public List<Integer> inherited() {
    var descriptors = new ArrayList<Integer>();
    for (Subserver subserver : subservers) {
      for (ListenAddress address : subserver.addresses()) {
        if (address instanceof ListenAddress.Inherited inherited) {
          descriptors.add(inherited.descriptor());
        }
      }
    }
    return descriptors;
  }

  /** The subserver of that section; it must be there. */
  public Subserver subserver(String section) {
    for (Subserver subserver : subservers) {
      if (subserver.section().equals(section)) {
        return subserver;
      }
    }
    throw new IllegalArgumentException("no subserver " + section);
  }

  /** Whether brimd answers one request from standard input, as CGI, and ends. */
  public boolean isCgi() {
    return subservers.stream()
        .anyMatch(subserver -> subserver instanceof HttpSubserver http && http.isCgi());
  }

  /**
   * Reads the sections of Brim itself, defaults filled in. Where there are problems the result
   * holds defaults in place of what was wrong, and must not be started from.
   */
  public static Settings read(Conf conf, Problems problems) {
    return new SettingsReader(conf, problems, Machine.current()).read();
  }
}
