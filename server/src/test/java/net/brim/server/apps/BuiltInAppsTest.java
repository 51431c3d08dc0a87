package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.brim.api.Body;
import net.brim.api.Conf;
import net.brim.api.ConfException;
import net.brim.api.HttpApp;
import net.brim.api.HttpException;
import net.brim.api.Response;
import net.brim.api.Stat;
import net.brim.api.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInAppsTest {

  private static Conf conf(String... options) {
    var section = new LinkedHashMap<String, Conf.Value>();
    for (int i = 0; i < options.length; i += 2) {
      section.put(options[i], new Conf.Value(options[i + 1], null));
    }
    return Conf.of(Map.of("app", section), List.of());
  }

  private static <S> HttpApp app(HttpApp.Factory<S> factory, Conf conf) {
    return factory.create("app", factory.parseConf("app", conf), new NotFound());
  }

  private static String text(Response response) {
    return new String(((Body.Bytes) response.body()).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void echoesTheBodyAndCounts() throws Exception {
    var request = new FakeRequest("/echo").body("Just a test.");
    Response response = app(new Echo(), conf()).handle(request.request());
    assertEquals(Status.OK, response.status());
    assertEquals("Just a test.", text(response));
    assertEquals(Map.of("app.requests", 1L), request.stats);
    assertEquals(
        List.of(Stat.sum("app.requests")),
        new Echo().statsConf("app", new Echo.Settings("/echo", 1)));
  }

  @Test
  void echoesNoMoreThanItsLimit() throws Exception {
    HttpApp echo = app(new Echo(), conf("max_echo", "4"));
    assertEquals("Just", text(echo.handle(new FakeRequest("/echo").body("Just a").request())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/echo/", "/echo2", "/Echo"})
  void leavesOtherPathsToTheNextApp(String path) throws Exception {
    Response response = app(new Echo(), conf()).handle(new FakeRequest(path).request());
    assertEquals(Status.NOT_FOUND, response.status());
    assertEquals("404 Not Found\n", text(response));
  }

  @Test
  void answersThePathOfItsSection() throws Exception {
    HttpApp echo = app(new Echo(), conf("path", "/echo2"));
    assertEquals("x", text(echo.handle(new FakeRequest("/echo2").body("x").request())));
    assertEquals(Status.NOT_FOUND, echo.handle(new FakeRequest("/echo").request()).status());
  }

  @Test
  void refusesSectionsThatMakeNoSense() {
    assertThrows(ConfException.class, () -> app(new Echo(), conf("path", "echo")));
    assertThrows(ConfException.class, () -> app(new Echo(), conf("max_echo", "lots")));
    assertThrows(ConfException.class, () -> app(new Echo(), conf("max_echo", "3g")));
    assertThrows(ConfException.class, () -> app(new StatsApp(), conf("path", "")));
  }

  @Test
  void reportsTheStatistics() throws Exception {
    Response response = app(new StatsApp(), conf()).handle(new FakeRequest("/stats").request());
    assertEquals("{start_time=7}", text(response));
    assertEquals("application/json", response.headers().get("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jsonp=f", "callback=f", "x=1&callback=f", "jsonp=f&callback=g", "jsonp=%66"})
  void wrapsTheStatisticsInACall(String query) throws Exception {
    Response response =
        app(new StatsApp(), conf()).handle(new FakeRequest("/stats").query(query).request());
    assertEquals("f({start_time=7})", text(response));
    assertEquals("application/javascript; charset=utf-8", response.headers().get("Content-Type"));
  }

  @Test
  void wrapsInAFunctionOfAnObject() throws Exception {
    var request = new FakeRequest("/stats").query("jsonp=$.my_lib.f1");
    Response response = app(new StatsApp(), conf()).handle(request.request());
    assertEquals("$.my_lib.f1({start_time=7})", text(response));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jsonp=",
        "jsonp=f()",
        "jsonp=a%0Ab",
        "jsonp=1f",
        "callback=f;",
        "jsonp=a..b",
        "jsonp=.a",
        "jsonp=<script>",
        "jsonp=%",
        "jsonp=f+g"
      })
  void refusesAFunctionThatIsMore(String query) {
    HttpApp app = app(new StatsApp(), conf());
    var request = new FakeRequest("/stats").query(query).request();
    var answer = assertThrows(HttpException.class, () -> app.handle(request));
    assertEquals(Status.BAD_REQUEST, answer.response().status());
  }
}
