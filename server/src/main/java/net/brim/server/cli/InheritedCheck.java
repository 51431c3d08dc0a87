package net.brim.server.cli;

import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.config.ListenAddress;
import net.brim.server.config.Subserver;

/** Checks that this process was given the listening sockets that a configuration names. */
final class InheritedCheck {

  private InheritedCheck() {}

  /** Adds what is missing to the problems of the configuration. */
  static void run(Configuration configuration) {
    for (Subserver subserver : configuration.settings().subservers()) {
      for (ListenAddress address : subserver.addresses()) {
        if (address instanceof ListenAddress.Inherited inherited) {
          run(configuration, subserver.section(), inherited);
        }
      }
    }
  }

  private static void run(
      Configuration configuration, String section, ListenAddress.Inherited inherited) {
    try {
      var _ = Os.current().listeningAddress(inherited.descriptor());
    } catch (OsException e) {
      configuration.problem(
          section,
          "listen",
          "`%s` has to be a listening socket that brimd inherits: %s"
              .formatted(inherited.text(), e.getMessage()));
    }
  }
}
