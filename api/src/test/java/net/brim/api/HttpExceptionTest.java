package net.brim.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.brim.api.ClientError.BadRequest;
import net.brim.api.ClientError.MethodNotAllowed;
import net.brim.api.ClientError.NotFound;
import net.brim.api.ClientError.ProxyAuthenticationRequired;
import net.brim.api.ClientError.RangeNotSatisfiable;
import net.brim.api.ClientError.TooManyRequests;
import net.brim.api.ClientError.Unauthorized;
import net.brim.api.ClientError.UpgradeRequired;
import net.brim.api.Redirection.Found;
import net.brim.api.Redirection.NotModified;
import net.brim.api.Redirection.SeeOther;
import net.brim.api.ServerError.InternalServerError;
import net.brim.api.ServerError.ServiceUnavailable;
import net.brim.api.Success.Created;
import net.brim.api.Success.NoContent;
import org.junit.jupiter.api.Test;

class HttpExceptionTest {

  private static final List<Class<? extends HttpException>> FAMILIES =
      List.of(
          Informational.class,
          Success.class,
          Redirection.class,
          ClientError.class,
          ServerError.class);

  private static byte[] bytes(HttpException exception) {
    return assertInstanceOf(Body.Bytes.class, exception.response().body()).bytes();
  }

  private static String field(HttpException exception, String name) {
    return exception.response().headers().get(name, "missing");
  }

  private static List<Class<?>> statuses() {
    var all = new ArrayList<Class<?>>();
    FAMILIES.forEach(family -> all.addAll(List.of(family.getDeclaredClasses())));
    return all;
  }

  @Test
  void eachStatusHasItsClassInTheFamilyOfItsCode() throws ReflectiveOperationException {
    Set<String> constants = new TreeSet<>();
    for (var field : Status.class.getFields()) {
      constants.add(((Status) field.get(null)).toString());
    }
    for (Class<?> type : statuses()) {
      assertTrue(Modifier.isStatic(type.getModifiers()), type::getName);
      Class<?> family = type.getEnclosingClass();
      assertEquals(family, type.getSuperclass());
      // A response keeps what it has, but for the status.
      var own = Response.text("x").header("X-Own", "1");
      Constructor<?> constructor = type.getConstructor(Response.class);
      var exception = (HttpException) constructor.newInstance(own);
      Status status = exception.response().status();
      assertEquals(FAMILIES.indexOf(family) + 1, status.code() / 100, type::getName);
      assertTrue(constants.remove(status.toString()), () -> type + " is another of " + status);
      assertEquals("1", field(exception, "X-Own"));
      assertEquals(status.toString(), exception.getMessage());
      String name = status.reason().replaceAll("[^A-Za-z]", "");
      String expected = status.code() == 431 ? "HeaderFieldsTooLarge" : name;
      assertTrue(expected.equalsIgnoreCase(type.getSimpleName()), type::getName);
    }
    assertEquals(Set.of(), constants, "without a class");
  }

  @Test
  void withNothingSaidTheBodyIsTheStatus() throws ReflectiveOperationException {
    int checked = 0;
    for (Class<?> type : statuses()) {
      Constructor<?> constructor;
      try {
        constructor = type.getConstructor();
      } catch (NoSuchMethodException e) {
        continue; // it needs a field
      }
      var exception = (HttpException) constructor.newInstance();
      Status status = exception.response().status();
      boolean none = status.code() < 200 || Set.of(204, 205, 304).contains(status.code());
      assertEquals(none ? "" : status + "\n", new String(bytes(exception), UTF_8));
      assertEquals(
          none ? "missing" : "text/plain; charset=utf-8", field(exception, "Content-Type"));
      checked++;
    }
    assertTrue(checked > 40, "checked: " + checked);
  }

  @Test
  void aTextIsPlain() {
    var exception = new NotFound("<b>Grün\n");
    assertArrayEquals("<b>Grün\n".getBytes(UTF_8), bytes(exception));
    assertEquals("text/plain; charset=utf-8", field(exception, "Content-Type"));
    assertEquals(0, exception.getStackTrace().length);
  }

  @Test
  void familiesAreCaughtTogether() {
    assertThrows(
        ClientError.class,
        () -> {
          throw new BadRequest();
        });
    assertThrows(
        HttpError.class,
        () -> {
          throw new BadRequest();
        });
    assertThrows(
        HttpError.class,
        () -> {
          throw new InternalServerError();
        });
    assertThrows(
        HttpException.class,
        () -> {
          throw new NoContent();
        });
    assertThrows(
        Redirection.class,
        () -> {
          throw new NotModified();
        });
  }

  @Test
  void aFamilyTakesOtherCodesOfItsOwn() {
    var teapot = new ClientError(new Status(418, "I'm a teapot"), "Short and stout.\n");
    assertEquals("418 I'm a teapot", teapot.getMessage());
    assertEquals(599, new ServerError(Status.of(599)).response().status().code());
    var own = Response.text("x");
    assertThrows(IllegalArgumentException.class, () -> new ClientError(Status.OK));
    assertThrows(IllegalArgumentException.class, () -> new ServerError(Status.NOT_FOUND, "x"));
    assertThrows(IllegalArgumentException.class, () -> new Success(Status.FOUND, own));
    assertThrows(IllegalArgumentException.class, () -> new Redirection(Status.OK, "/"));
    assertThrows(IllegalArgumentException.class, () -> new Informational(Status.OK));
  }

  @Test
  void aLocationCannotSplitAResponse() {
    assertEquals("/a?b=%C3%BC&c=d%20e#f%25", field(new Found("/a?b=ü&c=d e#f%25"), "Location"));
    assertEquals(
        "/a%0D%0ASet-Cookie:%20x=1", field(new SeeOther("/a\r\nSet-Cookie: x=1"), "Location"));
    assertEquals("/users/7", field(new Created("/users/7"), "Location"));
    assertArrayEquals("302 Found\n".getBytes(UTF_8), bytes(new Found("/<script>")));
  }

  @Test
  void fieldsThatAStatusNeedsAreAskedFor() {
    assertEquals("GET, HEAD", field(new MethodNotAllowed(List.of("GET", "HEAD")), "Allow"));
    assertEquals("", field(new MethodNotAllowed(List.of()), "Allow"));
    assertThrows(IllegalArgumentException.class, () -> new MethodNotAllowed(List.of("not one")));
    assertEquals("Bearer", field(new Unauthorized("Bearer"), "WWW-Authenticate"));
    assertEquals(
        "Basic realm=\"a \\\"b\\\" \\\\c\", charset=\"UTF-8\"",
        field(Unauthorized.basic("a \"b\" \\c"), "WWW-Authenticate"));
    assertThrows(IllegalArgumentException.class, () -> Unauthorized.basic("a\r\nb"));
    assertEquals("Basic", field(new ProxyAuthenticationRequired("Basic"), "Proxy-Authenticate"));
    assertEquals("bytes */1234", field(new RangeNotSatisfiable(1234), "Content-Range"));
    assertEquals("websocket", field(new UpgradeRequired("websocket"), "Upgrade"));
    assertEquals("2", field(new ServiceUnavailable(Duration.ofMillis(1001)), "Retry-After"));
    assertEquals("0", field(new TooManyRequests(Duration.ZERO), "Retry-After"));
    assertEquals("missing", field(new ServiceUnavailable(), "Retry-After"));
  }

  @Test
  void anyResponseCanBeThrown() {
    Response response = Response.text("x");
    assertSame(response, new HttpException(response).response());
    assertNull(new HttpException(Status.NO_CONTENT).response().headers().get("Content-Type"));
  }
}
