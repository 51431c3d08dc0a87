package net.brim.server.plan;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.Daemon;
import net.brim.api.HttpApp;
import net.brim.api.JsonCodec;
import net.brim.api.TcpApp;
import net.brim.api.TlsAdapter;
import net.brim.api.UdpApp;
import net.brim.engine.tls.TlsProvider;
import net.brim.server.apps.BasicAuth;
import net.brim.server.apps.Compress;
import net.brim.server.apps.Echo;
import net.brim.server.apps.FilesApp;
import net.brim.server.apps.StatsApp;
import net.brim.server.config.StreamSubserver;
import net.brim.server.files.FileTrees;
import org.jspecify.annotations.Nullable;

/** Finds the classes that the configuration names, and has them read their sections. */
public final class AppLoader implements AutoCloseable {

  static final String BUILT_IN = "net.brim.server.apps.";

  private static final Map<String, String> ALIASES =
      Map.of(
          "brim.daemon_sample.DaemonSample", BUILT_IN + "DaemonSample",
          "brim.tcp_echo.TCPEcho", BUILT_IN + "TcpEcho",
          "brim.udp_echo.UDPEcho", BUILT_IN + "UdpEcho",
          "brim.wsgi_echo.WSGIEcho", BUILT_IN + "Echo",
          "brim.wsgi_basic_auth.WSGIBasicAuth", BUILT_IN + "BasicAuth",
          "brim.wsgi_fs.WSGIFS", BUILT_IN + "FilesApp",
          "brim.wsgi_stats.WSGIStats", BUILT_IN + "StatsApp",
          "brim.stats.Stats", BUILT_IN + "StatsApp");

  private final AppClassLoader users;
  private final String searched;

  /** Loads from those jars and directories. */
  public AppLoader(List<Path> classpath) {
    this.users = new AppClassLoader(classpath);
    this.searched =
        classpath.isEmpty()
            ? "[brim] classpath names no jars or directories"
            : "[brim] classpath is "
                + String.join(" ", classpath.stream().map(Path::toString).toList());
  }

  /** The loader of the users' classes, for the threads that run their code. */
  public ClassLoader classLoader() {
    return users;
  }

  /**
   * Loads the app of that section and has it read its configuration.
   *
   * @throws ConfException of ours or of the app's own
   * @throws AppFailedException where the app's code threw anything else
   */
  public PreparedApp<?> prepare(String name, Conf conf) {
    HttpApp.Factory<?> builtIn = builtIn(className(name, conf));
    HttpApp.Factory<?> factory =
        builtIn == null ? factory(name, find(name, "call", conf), conf) : builtIn;
    return prepare(name, factory, conf);
  }

  /**
   * Loads the app of that {@code [tcp]} section and has it read its configuration.
   *
   * @throws ConfException of ours or of the app's own
   * @throws AppFailedException where the app's code threw anything else
   */
  public SoloApp<?, TcpApp> prepareTcp(String name, Conf conf) {
    return new TcpApps(this).prepare(name, conf);
  }

  /**
   * Loads the app of that {@code [udp]} section and has it read its configuration.
   *
   * @throws ConfException of ours or of the app's own
   * @throws AppFailedException where the app's code threw anything else
   */
  public SoloApp<?, UdpApp> prepareUdp(String name, Conf conf) {
    return new UdpApps(this).prepare(name, conf);
  }

  /**
   * Loads the daemon of that section and has it read its configuration.
   *
   * @throws ConfException of ours or of the daemon's own
   * @throws AppFailedException where the daemon's code threw anything else
   */
  public SoloApp<?, Daemon> prepareDaemon(String name, Conf conf) {
    return new Daemons(this).prepare(name, conf);
  }

  /** The name of the class that {@code call} means; empty where it is not set. */
  static String className(String name, Conf conf) {
    String named = conf.get(name, "call", "").strip();
    return ALIASES.getOrDefault(named, named);
  }

  /** Makes them without reflection, which takes a starting worker some 20 milliseconds. */
  private static HttpApp.@Nullable Factory<?> builtIn(String className) {
    return switch (className) {
      case BUILT_IN + "BasicAuth" -> new BasicAuth();
      case BUILT_IN + "Compress" -> new Compress();
      case BUILT_IN + "Echo" -> new Echo();
      case BUILT_IN + "FilesApp" -> new FilesApp(FileTrees::open);
      case BUILT_IN + "StatsApp" -> new StatsApp();
      default -> null;
    };
  }

  /**
   * Makes the JSON codec that the option {@code json} of a subserver or of {@code [brim]} names.
   */
  public JsonCodec codec(String subserver, Conf conf) {
    String section = conf.get(subserver, "json") == null ? "brim" : subserver;
    Class<?> type = find(section, "json", conf);
    if (!JsonCodec.class.isAssignableFrom(type)) {
      throw wrong(section, "json", conf, "a class that implements net.brim.api.JsonCodec");
    }
    return (JsonCodec) instantiate(section, "json", type, conf);
  }

  /** What the option {@code tls_adapter} of a subserver or of {@code [brim]} names. */
  public TlsProvider tlsProvider(StreamSubserver subserver, Conf conf) {
    String name = subserver.tls().adapter();
    for (TlsProvider.BuiltIn builtIn : TlsProvider.BuiltIn.values()) {
      if (builtIn.name().equalsIgnoreCase(name)) {
        return builtIn;
      }
    }
    String option = "tls_adapter";
    String section = conf.get(subserver.section(), option) == null ? "brim" : subserver.section();
    Class<?> type = find(section, option, conf);
    if (!TlsAdapter.class.isAssignableFrom(type)) {
      throw wrong(section, option, conf, "a class that implements net.brim.api.TlsAdapter");
    }
    return new TlsProvider.Adapted((TlsAdapter) instantiate(section, option, type, conf));
  }

  @Override
  public void close() throws IOException {
    users.close();
  }

  private <S> PreparedApp<S> prepare(String name, HttpApp.Factory<S> factory, Conf conf) {
    S settings = parse(name, factory.getClass(), () -> factory.parseConf(name, conf));
    return new PreparedApp<>(name, factory, settings);
  }

  /** Has a factory read its section. */
  static <S> S parse(String name, Class<?> factory, Supplier<S> parseConf) {
    try {
      return parseConf.get();
    } catch (ConfException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new AppFailedException(name, "parseConf of " + factory.getName(), e);
    }
  }

  /** Loads the class that an option names. */
  Class<?> find(String section, String option, Conf conf) {
    String named = conf.convert(section, option, String::strip, "the class of the app");
    String className = ALIASES.getOrDefault(named, named);
    ClassLoader loader = className.startsWith(BUILT_IN) ? AppLoader.class.getClassLoader() : users;
    try {
      return Class.forName(className, true, loader);
    } catch (ClassNotFoundException e) {
      throw wrong(
          section,
          option,
          conf,
          "the name of a class; there is none of that name, and " + searched);
    } catch (LinkageError e) {
      throw new AppFailedException(section, "loading " + className, e);
    }
  }

  private HttpApp.Factory<?> factory(String section, Class<?> type, Conf conf) {
    if (HttpApp.Factory.class.isAssignableFrom(type)) {
      return (HttpApp.Factory<?>) instantiate(section, "call", type, conf);
    }
    if (HttpApp.class.isAssignableFrom(type)) {
      return new ConstructorFactory(
          constructor(
              section,
              type.asSubclass(HttpApp.class),
              conf,
              String.class,
              Conf.class,
              HttpApp.class));
    }
    throw wrong(
        section,
        "call",
        conf,
        "a class that implements HttpApp.Factory or HttpApp of net.brim.api");
  }

  /** The constructor of an app that has no factory. */
  <A> Constructor<? extends A> constructor(
      String section, Class<? extends A> type, Conf conf, Class<?>... parameters) {
    try {
      requirePublic(section, "call", type, conf);
      return type.getConstructor(parameters);
    } catch (NoSuchMethodException e) {
      throw wrong(
          section,
          "call",
          conf,
          "an app with a public constructor ("
              + String.join(", ", Arrays.stream(parameters).map(Class::getSimpleName).toList())
              + ")");
    }
  }

  /** Makes an object of a class by its constructor without arguments. */
  Object instantiate(String section, String option, Class<?> type, Conf conf) {
    try {
      requirePublic(section, option, type, conf);
      return type.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      throw wrong(section, option, conf, "a class with a public constructor without arguments");
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new AppFailedException(section, "the constructor of " + type.getName(), e);
    }
  }

  private static void requirePublic(String section, String option, Class<?> type, Conf conf) {
    int modifiers = type.getModifiers();
    if (!Modifier.isPublic(modifiers) || Modifier.isAbstract(modifiers)) {
      throw wrong(section, option, conf, "a public class that is not abstract");
    }
  }

  /** Says what an option should be. */
  static ConfException wrong(String section, String option, Conf conf, String expected) {
    return new ConfException(conf.invalid(section, option, expected));
  }
}
