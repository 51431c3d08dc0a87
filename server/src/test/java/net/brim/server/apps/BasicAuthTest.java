package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

class BasicAuthTest {

  @TempDir private Path dir;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            dir.resolve("users"), "alice:" + UsersTest.HTPASSWD + "\nzo\u00eb:" + UsersTest.EMPTY);
  }

  private HttpApp app(String... options) {
    var section = new LinkedHashMap<String, Conf.Value>();
    section.put("auth_path", new Conf.Value(file.toString(), null));
    for (int i = 0; i < options.length; i += 2) {
      section.put(options[i], new Conf.Value(options[i + 1], null));
    }
    Conf conf = Conf.of(Map.of("staff", section), List.of());
    var factory = new BasicAuth();
    return factory.create("staff", factory.parseConf("staff", conf), _ -> Response.text("inside"));
  }

  private static FakeRequest request(String credentials) {
    return new FakeRequest("/").header("Authorization", CredentialsTest.basic(credentials));
  }

  @Test
  void whoKnowsThePasswordPassesAndIsNamed() throws Exception {
    HttpApp app = app();
    FakeRequest alice = request("alice:secret");
    assertEquals(200, app.handle(alice.request()).status().code());
    assertEquals("alice", alice.user());
    FakeRequest zoe = request("zo\u00eb:");
    assertEquals(200, app.handle(zoe.request()).status().code());
    assertEquals("zo\u00eb", zoe.user());
  }

  @ParameterizedTest
  @CsvSource({"alice:wrong", "alice:", "bob:secret", ":", "alice:secret:"})
  void nobodyElsePasses(String credentials) throws Exception {
    FakeRequest request = request(credentials);
    Response response = app().handle(request.request());
    assertEquals(401, response.status().code());
    assertEquals(
        "Basic realm=\"staff\", charset=\"UTF-8\"", response.headers().get("WWW-Authenticate"));
    assertNull(request.user());
  }

  @Test
  void whoSaysNothingIsAsked() throws Exception {
    HttpApp app = app("realm", "the \"back\\room\"");
    Response response = app.handle(new FakeRequest("/").request());
    assertEquals(401, response.status().code());
    assertEquals(
        "Basic realm=\"the \\\"back\\\\room\\\"\", charset=\"UTF-8\"",
        response.headers().get("WWW-Authenticate"));
    FakeRequest bearer = new FakeRequest("/").header("Authorization", "Bearer abc");
    assertEquals(401, app.handle(bearer.request()).status().code());
  }

  @Test
  void plainHttpIsWarnedOfOnce() throws Exception {
    var said = new ArrayList<String>();
    Logger logger =
        (Logger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> {
                  said.add(method.getName() + " " + arguments[0]);
                  return null;
                });
    HttpApp app = app();
    app.handle(request("alice:secret").logger(logger).request());
    assertEquals(List.of(), said);
    for (int i = 0; i < 3; i++) {
      app.handle(request("alice:secret").logger(logger).scheme("http").request());
    }
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.getFirst().startsWith("warn "), said::toString);
  }

  @ParameterizedTest
  @CsvSource({"auth_path, /nonexistent", "auth_path, /dev/null", "realm, ü", "realm, ''"})
  void sectionsThatMakeNoSenseAreRefused(String option, String value) {
    var refused = assertThrows(ConfException.class, () -> app(option, value));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("[staff] " + option), refused::getMessage);
  }

  @Test
  void theFileIsNotOptional() {
    Conf conf = Conf.of(Map.of("staff", Map.of()), List.of());
    var refused = assertThrows(ConfException.class, () -> new BasicAuth().parseConf("staff", conf));
    assertTrue(String.valueOf(refused.getMessage()).contains("auth_path is missing"));
  }
}
