package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathDispatcherTest {

  /** Tells its name and what it sees. */
  private static HttpApp app(String name) {
    return request -> Response.text(name + " " + request.mountPath() + " " + request.path());
  }

  private static final HttpApp SITE =
      PathDispatcher.of(
          Map.of(
              "/blog", app("blog"),
              "/blog/admin/", app("admin"),
              "/a b", app("blank"),
              "/shop", PathDispatcher.of(Map.of("/cart", app("cart"), "/", app("shop")))));

  private static String answer(HttpApp app, String target) throws Exception {
    String path = target.replaceFirst("^https?://[^/]*", "").replaceFirst("\\?.*", "");
    String decoded =
        path.replace("%2F", "/").replace("%2f", "/").replace("%20", " ").replace("%62", "b");
    try {
      Response response = app.handle(TestRequest.of("GET", target, decoded));
      return new String(
          ((Body.Bytes) response.body()).bytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (HttpException e) {
      return "" + e.response().status().code();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "/blog, blog /blog /",
    "/blog/, blog /blog /",
    "/blog/x/y?q=/, blog /blog /x/y",
    "/blog//x, blog /blog //x",
    "/blog/adminx, blog /blog /adminx",
    "/blog/admin, admin /blog/admin /",
    "/blog/admin/x, admin /blog/admin /x",
    "/%62log/x, blog /blog /x",
    "/a%20b/c, blank /a b /c",
    "/blogger, 404",
    "/blo, 404",
    "/Blog, 404",
    "//blog, 404",
    "/, 404",
    "*, 404",
    "/shop, shop /shop /",
    "/shop/x, shop /shop /x",
    "/shop/cart, cart /shop/cart /",
    "/shop/cart/x, cart /shop/cart /x",
    "/shop/carts, shop /shop /carts",
    // slashes that were encoded
    "/blog%2Fx, 404",
    "/blog%2fadmin, 404",
    "/blog/admin%2Fx, blog /blog /admin/x",
    "/blog/x%2Fy, blog /blog /x/y",
    "/%2Fblog, 404",
    "%2Fblog, 404",
    "/blog/x?y=%2F, blog /blog /x",
    "/shop/cart%2Fx, shop /shop /cart/x",
    "/shop%2Fcart, 404",
    "/shop/cart/x%2Fy, cart /shop/cart /x/y",
    "http://host/blog/x, blog /blog /x",
    "http://host/blog%2Fx, 404",
    "http://host/blog/x%2Fy, blog /blog /x/y",
  })
  void theLongestPrefixOfWholeSegmentsWins(String target, String answer) throws Exception {
    assertEquals(answer, answer(SITE, target));
  }

  @ParameterizedTest
  @CsvSource({"/x, all  /x", "/, all  /", "/x%2Fy, all  /x/y", "/blog, blog /blog /", "*, 404"})
  void theRootIsForAllOtherPaths(String target, String answer) throws Exception {
    assertEquals(
        answer, answer(PathDispatcher.of(Map.of("/", app("all"), "/blog", app("blog"))), target));
  }

  @Test
  void anotherAppMayAnswerTheRest() throws Exception {
    HttpApp app =
        PathDispatcher.of(Map.of("/a", app("a"))).otherwise(app("next")).mount("/b", app("b"));
    assertEquals("next  /c", answer(app, "/c"));
    assertEquals("b /b /c", answer(app, "/b/c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "blog", "/a//b", "//", "http://a/b"})
  void refusesWhatIsNoPrefix(String prefix) {
    assertThrows(IllegalArgumentException.class, () -> PathDispatcher.of(Map.of(prefix, app("x"))));
  }

  @Test
  void refusesTwoAppsAtOnePrefix() {
    PathDispatcher one = PathDispatcher.of(Map.of("/a", app("a")));
    var problem = assertThrows(IllegalArgumentException.class, () -> one.mount("/a/", app("b")));
    assertEquals("two apps are mounted at /a/", problem.getMessage());
  }

  /** A default method of the interface would answer for the outer request. */
  @Test
  void aMountedRequestPassesOnEveryMethod() throws Exception {
    for (Method method : Request.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        Method own = MountedRequest.class.getMethod(method.getName(), method.getParameterTypes());
        assertEquals(MountedRequest.class, own.getDeclaringClass(), method::toString);
      }
    }
  }
}
