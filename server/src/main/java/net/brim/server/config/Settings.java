package net.brim.server.config;

import java.util.ArrayList;
import java.util.List;
import net.brim.api.Conf;

/** What the sections that Brim itself reads say, checked and typed. */
public record Settings(BrimSettings brim, List<HttpSubserver> subservers) {

  public Settings {
    subservers = List.copyOf(subservers);
  }

  /**
   * The descriptors that subservers have from whoever starts brimd, in the order in which they are
   * handed on.
   */
  public List<Integer> inherited() {
    var descriptors = new ArrayList<Integer>();
    for (HttpSubserver subserver : subservers) {
      for (ListenAddress address : subserver.addresses()) {
        if (address instanceof ListenAddress.Inherited inherited) {
          descriptors.add(inherited.descriptor());
        }
      }
    }
    return descriptors;
  }

  /** Whether brimd answers one request from standard input, as CGI, and ends. */
  public boolean isCgi() {
    return subservers.stream().anyMatch(HttpSubserver::isCgi);
  }

  /**
   * Reads the sections of Brim itself, defaults filled in. Where there are problems the result
   * holds defaults in place of what was wrong, and must not be started from.
   */
  public static Settings read(Conf conf, Problems problems) {
    return new SettingsReader(conf, problems, Machine.current()).read();
  }
}
