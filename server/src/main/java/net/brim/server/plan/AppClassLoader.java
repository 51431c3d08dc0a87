package net.brim.server.plan;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads the users' classes. Of Brim they see the API alone, so that their jars never meet the
 * libraries that the server itself uses.
 */
final class AppClassLoader extends URLClassLoader {

  AppClassLoader(List<Path> classpath) {
    super("apps", urls(classpath), new ApiOnly());
  }

  private static URL[] urls(List<Path> classpath) {
    return classpath.stream().map(AppClassLoader::url).toArray(URL[]::new);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry + " cannot stand in a class path", e);
    }
  }

  /** The JDK, and those of our own packages that apps are compiled against. */
  private static final class ApiOnly extends ClassLoader {

    private final ClassLoader server = AppClassLoader.class.getClassLoader();

    ApiOnly() {
      super("api", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("net.brim.api.") || name.startsWith("org.slf4j.")) {
        return server.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
