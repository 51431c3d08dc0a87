package net.brim.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.Origin;
import net.brim.api.Stat;
import net.brim.api.TcpApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppLoaderTest {

  private static final String SAMPLES = "net.brim.server.plan.SampleApps$";

  private final AppLoader loader = new AppLoader(List.of(testClasses()));

  static Path testClasses() {
    try {
      return Path.of(
          AppLoaderTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A section {@code [x]} of names and values in turn. */
  private static Conf conf(String... options) {
    var section = new LinkedHashMap<String, Conf.Value>();
    for (int i = 0; i < options.length; i += 2) {
      section.put(
          options[i], new Conf.Value(options[i + 1], new Origin(Path.of("b.conf"), i / 2 + 8)));
    }
    return Conf.of(Map.of("x", section), List.of(Path.of("b.conf")));
  }

  private String problem(Conf conf) {
    return assertThrows(ConfException.class, () -> loader.prepare("x", conf)).getMessage();
  }

  @Test
  void preparesWhatAFactoryMakes() throws Exception {
    PreparedApp<?> app = loader.prepare("x", conf("call", SAMPLES + "Made", "path", "/here"));
    assertEquals("/here", app.settings());
    assertEquals(List.of(Stat.sum("x.requests"), Stat.max("here")), app.stats());
  }

  @Test
  void takesAnAppWithoutAFactory() throws Exception {
    PreparedApp<?> app = loader.prepare("x", conf("call", SAMPLES + "Shortest"));
    assertEquals(List.of(), app.stats());
    HttpApp made = app.create(request -> null);
    assertEquals(SAMPLES + "Shortest", made.getClass().getName());
  }

  @ParameterizedTest
  @CsvSource({
    "brim.wsgi_echo.WSGIEcho, Echo",
    "brim.wsgi_stats.WSGIStats, StatsApp",
    "brim.stats.Stats, StatsApp",
    "net.brim.server.apps.Echo, Echo",
    "net.brim.server.apps.Compress, Compress"
  })
  void knowsTheBuiltInApps(String call, String type) {
    PreparedApp<?> app = new AppLoader(List.of()).prepare("x", conf("call", call));
    assertEquals("net.brim.server.apps." + type, app.factory().getClass().getName());
  }

  @ParameterizedTest
  @CsvSource({
    "brim.wsgi_fs.WSGIFS, FilesApp, serve_path, .",
    "net.brim.server.apps.FilesApp, FilesApp, serve_path, .",
    "brim.wsgi_basic_auth.WSGIBasicAuth, BasicAuth, auth_path, pom.xml",
    "net.brim.server.apps.BasicAuth, BasicAuth, auth_path, pom.xml"
  })
  void knowsTheBuiltInAppsThatNeedAPath(String call, String type, String option, String path) {
    String there = Path.of(path).toAbsolutePath().toString();
    PreparedApp<?> app = new AppLoader(List.of()).prepare("x", conf("call", call, option, there));
    assertEquals("net.brim.server.apps." + type, app.factory().getClass().getName());
    assertTrue(problem(conf("call", call)).contains(option + " is missing"));
  }

  @Test
  void passesOnWhatTheAppSaysOfItsSection() {
    assertEquals(
        "[x] you must configure a path to serve.", problem(conf("call", SAMPLES + "Made")));
  }

  @Test
  void namesTheClassThatIsMissing() {
    assertEquals(
        "b.conf:8: [x] call = com.example.Hello: expected the name of a class; there is none of"
            + " that name, and [brim] classpath is "
            + testClasses(),
        problem(conf("call", "com.example.Hello")));
  }

  @Test
  void saysThatTheClassPathIsEmpty() {
    var problem =
        assertThrows(
            ConfException.class,
            () -> new AppLoader(List.of()).prepare("x", conf("call", SAMPLES + "Made")));
    assertEquals(
        "b.conf:8: [x] call = "
            + SAMPLES
            + "Made: expected the name of a class; there is none of that name, and [brim]"
            + " classpath names no jars or directories",
        problem.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "Plain, a class that implements HttpApp.Factory or HttpApp of net.brim.api",
    "'NoConstructor', 'an app with a public constructor (String, Conf, HttpApp)'",
    "Hidden, a public class that is not abstract"
  })
  void saysWhatIsWrongWithTheClass(String type, String expected) {
    assertEquals(
        "b.conf:8: [x] call = %s%s: expected %s".formatted(SAMPLES, type, expected),
        problem(conf("call", SAMPLES + type)));
  }

  @Test
  void saysThatCallIsMissing() {
    assertEquals("[x] call is missing: expected the class of the app", problem(conf("path", "/")));
  }

  @ParameterizedTest
  @CsvSource({
    "Made, parseConf of net.brim.server.plan.SampleApps$Made threw"
        + " java.lang.IllegalStateException: boom",
    "BrokenFactory, the constructor of net.brim.server.plan.SampleApps$BrokenFactory threw"
        + " java.lang.IllegalStateException: not today"
  })
  void tellsWhatTheAppsCodeThrew(String type, String what) {
    var thrown =
        assertThrows(
            AppFailedException.class,
            () -> loader.prepare("x", conf("call", SAMPLES + type, "fail", "1")));
    assertEquals("[x] " + what, thrown.getMessage());
  }

  @Test
  void tellsWhatAConstructorThrewInTheWorker() {
    PreparedApp<?> app = loader.prepare("x", conf("call", SAMPLES + "Shortest", "fail", "1"));
    var thrown = assertThrows(AppFailedException.class, () -> app.create(request -> null));
    assertEquals(
        "[x] the constructor of net.brim.server.plan.SampleApps$Shortest threw"
            + " java.lang.IllegalStateException: no database",
        thrown.getMessage());
  }

  @Test
  void showsUsersTheApiAloneOfAllOurClasses() throws Exception {
    ClassLoader users = new AppLoader(List.of()).classLoader();
    assertSame(HttpApp.class, users.loadClass("net.brim.api.HttpApp"));
    assertSame(org.slf4j.Logger.class, users.loadClass("org.slf4j.Logger"));
    assertThrows(
        ClassNotFoundException.class, () -> users.loadClass("net.brim.server.plan.AppLoader"));
    assertThrows(ClassNotFoundException.class, () -> users.loadClass("picocli.CommandLine"));
  }

  @Test
  void prefersTheUsersOwnCopyOfAClass() throws Exception {
    Class<?> theirs = loader.classLoader().loadClass(SAMPLES + "Plain");
    assertNotSame(SampleApps.Plain.class, theirs);
  }

  @Test
  void makesTheCodecOfTheSubserverOrOfTheWholeServer() {
    assertEquals(
        SAMPLES + "Codec", loader.codec("x", conf("json", SAMPLES + "Codec")).getClass().getName());
    Conf whole =
        Conf.of(
            Map.of("brim", Map.of("json", new Conf.Value(SAMPLES + "Codec", null)), "x", Map.of()),
            List.of());
    assertInstanceOf(net.brim.api.JsonCodec.class, loader.codec("x", whole));
    var problem =
        assertThrows(ConfException.class, () -> loader.codec("x", conf("json", SAMPLES + "Plain")));
    assertEquals(
        "b.conf:8: [x] json = "
            + SAMPLES
            + "Plain: expected a class that implements net.brim.api.JsonCodec",
        problem.getMessage());
  }

  @Test
  void preparesAppsOfTcp() {
    SoloApp<?, TcpApp> made =
        loader.prepareTcp("x", conf("call", SAMPLES + "MadeTcp", "message", "hi"));
    assertEquals("hi", made.settings());
    assertEquals(List.of(Stat.sum("hi")), made.stats());
    assertInstanceOf(TcpApp.class, made.create());
    SoloApp<?, TcpApp> shortest = loader.prepareTcp("x", conf("call", SAMPLES + "ShortestTcp"));
    assertEquals(List.of(), shortest.stats());
    assertEquals(SAMPLES + "ShortestTcp", shortest.create().getClass().getName());
    for (String echo : List.of("brim.tcp_echo.TCPEcho", "net.brim.server.apps.TcpEcho")) {
      SoloApp<?, TcpApp> builtIn = loader.prepareTcp("x", conf("call", echo, "chunk_read", "1k"));
      assertEquals(1024, builtIn.settings());
      assertEquals(List.of(Stat.sum("byte_count")), builtIn.stats());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Shortest, a class that implements TcpApp.Factory or TcpApp of net.brim.api",
    "Made, a class that implements TcpApp.Factory or TcpApp of net.brim.api"
  })
  void anAppOfHttpIsNoneOfTcp(String type, String expected) {
    var problem =
        assertThrows(
            ConfException.class, () -> loader.prepareTcp("x", conf("call", SAMPLES + type)));
    assertEquals(
        "b.conf:8: [x] call = %s%s: expected %s".formatted(SAMPLES, type, expected),
        problem.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "MadeTcp, net.brim.server.plan.SampleApps$MadeTcp threw java.lang.IllegalStateException: not"
        + " that one",
    "ShortestTcp, the constructor of net.brim.server.plan.SampleApps$ShortestTcp threw"
        + " java.lang.IllegalStateException: no database"
  })
  void tellsWhatAnAppOfTcpThrewInTheWorker(String type, String what) {
    SoloApp<?, TcpApp> app =
        loader.prepareTcp("x", conf("call", SAMPLES + type, "fail", "1", "message", "bad"));
    assertEquals("[x] " + what, assertThrows(AppFailedException.class, app::create).getMessage());
  }
}
