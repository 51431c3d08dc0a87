package net.brim.server.apps;

import java.io.IOException;
import java.nio.file.Path;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;

/**
 * Lets only those users pass to the apps behind it who know their password (RFC 7617); {@code call}
 * of the section of such an app.
 */
public final class BasicAuth implements HttpApp.Factory<BasicAuth.Settings> {

  /**
   * What the section says.
   *
   * @param file with the users and what bcrypt made of their passwords
   * @param realm what browsers show to who is asked for a password
   */
  public record Settings(Path file, String realm) {}

  /** For {@code call}. */
  public BasicAuth() {}

  @Override
  public Settings parseConf(String name, Conf conf) {
    Path file = conf.getPath(name, "auth_path");
    if (file == null) {
      throw new ConfException("[" + name + "] auth_path is missing: the file with the users");
    }
    try {
      UserFile.check(file);
    } catch (IOException e) {
      throw new ConfException(
          conf.invalid(name, "auth_path", "a file that can be read (" + e + ")"), e);
    }
    return new Settings(file, realm(name, conf));
  }

  @Override
  public HttpApp create(String name, Settings settings, HttpApp next) {
    var file = new UserFile(settings.file(), System::nanoTime);
    return new Doorkeeper(settings.realm(), file, new PasswordCheck(name), next);
  }

  private static String realm(String name, Conf conf) {
    String realm = conf.get(name, "realm", name).strip();
    if (realm.isEmpty() || !realm.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new ConfException(conf.invalid(name, "realm", "printable ASCII characters"));
    }
    return realm;
  }
}
