package net.brim.server.apps;

import net.brim.api.Conf;
import net.brim.api.ConfException;

/** The option {@code path} of an app that answers one path. */
final class Paths {

  private Paths() {}

  /** The path, or {@code otherwise} where the section names none. */
  static String parse(String name, Conf conf, String otherwise) {
    String path = conf.get(name, "path", otherwise);
    if (!path.startsWith("/")) {
      throw new ConfException(conf.invalid(name, "path", "a path that begins with /"));
    }
    return path;
  }
}
