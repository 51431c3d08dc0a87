package net.brim.server.apps;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;

/** Serves the files below a directory; {@code call} of the section of such an app. */
public final class FilesApp implements HttpApp.Factory<FilesApp.Settings> {

  /**
   * What the section says.
   *
   * @param prefix of the paths that it answers: whole segments, without a slash at its end
   * @param root the directory
   * @param listing whether a directory without {@code index.html} is listed
   * @param dotFiles whether names that begin with a dot are served
   * @param precompressed whether {@code FILE.br}, {@code .zst} and {@code .gz} may stand for FILE
   * @param charset said of text; empty for none
   * @param cacheControl sent with files; empty for none
   */
  public record Settings(
      String prefix,
      Path root,
      boolean listing,
      boolean dotFiles,
      boolean precompressed,
      String charset,
      String cacheControl) {}

  private final FileTree.Opener trees;

  /** With what the JDK offers. */
  public FilesApp() {
    this(PlainFileTree::new);
  }

  /** With a better way to open files. */
  public FilesApp(FileTree.Opener trees) {
    this.trees = trees;
  }

  /** The tree that the JDK alone can have. */
  public static FileTree plainTree(Path root) {
    return new PlainFileTree(root);
  }

  @Override
  public Settings parseConf(String name, Conf conf) {
    String path = Paths.parse(name, conf, "/");
    return new Settings(
        path.replaceFirst("/+$", ""),
        root(name, conf),
        conf.getBoolean(name, "listing", true),
        conf.getBoolean(name, "dot_files", false),
        conf.getBoolean(name, "precompressed", true),
        charset(name, conf),
        field(name, conf, "cache_control"));
  }

  @Override
  public HttpApp create(String name, Settings settings, HttpApp next) {
    try {
      return new ServedFiles(settings, trees.open(settings.root()), next);
    } catch (IOException e) {
      throw new ConfException(
          "[%s] serve_path: %s cannot be opened: %s".formatted(name, settings.root(), e), e);
    }
  }

  private static Path root(String name, Conf conf) {
    Path root = conf.getPath(name, "serve_path");
    if (root == null) {
      throw new ConfException("[" + name + "] serve_path is missing: the directory with the files");
    }
    if (!Files.isDirectory(root)) {
      throw new ConfException(conf.invalid(name, "serve_path", "a directory that is there"));
    }
    return root;
  }

  private static String charset(String name, Conf conf) {
    String charset = conf.get(name, "charset", "utf-8").strip();
    if (!charset.isEmpty() && !isCharset(charset)) {
      throw new ConfException(conf.invalid(name, "charset", "the name of a charset"));
    }
    return charset;
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  /** A value that can be sent in a header field. */
  private static String field(String name, Conf conf, String option) {
    String value = conf.get(name, option, "").strip();
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new ConfException(conf.invalid(name, option, "the value of a header field"));
    }
    return value;
  }
}
