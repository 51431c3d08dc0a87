package net.brim.server.apps;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what the apps behind it in the pipeline answer, where a response, or the path of the
 * request, is one that may be compressed.
 *
 * <p>Nothing else is, because a compressed length tells of the content: where a page holds a secret
 * and something that a stranger may choose, the stranger can guess the secret bit by bit (BREACH).
 */
public final class Compress implements HttpApp.Factory<Compress.Settings> {

  private static final String TYPES =
      "text/* application/json application/javascript application/xml application/wasm *+json"
          + " *+xml";

  /**
   * What the section says.
   *
   * @param paths prefixes, of whole segments and without a slash at their end, below which every
   *     response may be compressed
   * @param types which media types are
   * @param minSize in bytes; what is known to be shorter is sent as it is
   * @param codings in the order in which they are preferred
   * @param levels how hard to try
   */
  record Settings(
      List<String> paths,
      MediaTypes types,
      long minSize,
      List<Coding> codings,
      Coding.Levels levels) {}

  /** For {@code call}. */
  public Compress() {}

  @Override
  public Settings parseConf(String name, Conf conf) {
    return new Settings(
        paths(name, conf),
        types(name, conf),
        conf.getSize(name, "min_size", 1024),
        codings(name, conf),
        new Coding.Levels(
            level(name, conf, "level", 6, 9), level(name, conf, "zstd_level", 3, 19)));
  }

  @Override
  public HttpApp create(String name, Settings settings, HttpApp next) {
    return new Compressor(settings, next);
  }

  private static List<String> paths(String name, Conf conf) {
    var paths = new ArrayList<String>();
    for (String path : conf.getList(name, "paths")) {
      if (!path.startsWith("/")) {
        throw wrong(name, conf, "paths", "a list of paths that begin with /");
      }
      paths.add(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }
    return List.copyOf(paths);
  }

  private static MediaTypes types(String name, Conf conf) {
    String types = conf.get(name, "types", TYPES);
    try {
      return new MediaTypes(words(types));
    } catch (IllegalArgumentException e) {
      throw new ConfException(
          conf.invalid(name, "types", "such as application/json, text/* or *+xml"), e);
    }
  }

  private static List<Coding> codings(String name, Conf conf) {
    var codings = new ArrayList<Coding>();
    for (String token : words(conf.get(name, "encodings", "zstd gzip"))) {
      Coding coding = coding(token.toLowerCase(Locale.ROOT));
      if (coding == null || codings.contains(coding)) {
        throw wrong(name, conf, "encodings", "zstd and gzip, or one of them");
      }
      codings.add(coding);
    }
    return List.copyOf(codings);
  }

  private static @Nullable Coding coding(String token) {
    for (Coding coding : Coding.values()) {
      if (coding.token().equals(token)) {
        return coding;
      }
    }
    return null;
  }

  private static int level(String name, Conf conf, String option, int otherwise, int most) {
    int level = conf.getInt(name, option, otherwise);
    if (level < 1 || level > most) {
      throw wrong(name, conf, option, "a number from 1 to " + most);
    }
    return level;
  }

  private static List<String> words(String list) {
    return List.of(list.strip().split("\\s+", -1));
  }

  private static ConfException wrong(String name, Conf conf, String option, String expected) {
    return new ConfException(conf.invalid(name, option, expected));
  }
}
