package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import net.brim.api.Validators.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorsTest {

  private static final Instant DATE = Instant.parse("2026-11-20T10:00:00.7Z");
  private static final String BEFORE = "Fri, 20 Nov 2026 09:59:59 GMT";
  private static final String EXACTLY = "Fri, 20 Nov 2026 10:00:00 GMT";
  private static final String AFTER = "Fri, 20 Nov 2026 10:00:01 GMT";

  private static final Validators STRONG = Validators.of(EntityTag.strong("a"), DATE);
  private static final Validators WEAK = Validators.of(EntityTag.weak("a"), DATE);
  private static final Validators DATED = Validators.of(DATE);

  private static Validators named(String name) {
    return switch (name) {
      case "strong" -> STRONG;
      case "weak" -> WEAK;
      case "dated" -> DATED;
      case "missing" -> Validators.MISSING;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** {@code name: value} once or more, with a bar between; the dates by their names. */
  private static String[] fields(String text) {
    String dated =
        text.replace("BEFORE", BEFORE).replace("EXACTLY", EXACTLY).replace("AFTER", AFTER);
    String[] lines = dated.isEmpty() ? new String[0] : dated.split("\\s*\\|\\s*");
    var fields = new String[2 * lines.length];
    for (int i = 0; i < lines.length; i++) {
      String[] parts = lines[i].split(":\\s*", 2);
      fields[2 * i] = parts[0];
      fields[2 * i + 1] = parts[1];
    }
    return fields;
  }

  @ParameterizedTest(name = "{1} of {0} with {2}: {3}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        // none
        "strong; GET; ''; PROCEED",
        "missing; PUT; ''; PROCEED",
        // If-Match: strong comparison
        "strong; GET; If-Match: \"a\"; PROCEED",
        "strong; PUT; If-Match: \"b\", \"a\"; PROCEED",
        "strong; PUT; If-Match: \"b\"; FAILED",
        "strong; GET; If-Match: \"b\"; FAILED",
        "strong; PUT; If-Match: W/\"a\"; FAILED",
        "weak; PUT; If-Match: W/\"a\"; FAILED",
        "weak; PUT; If-Match: \"a\"; FAILED",
        "strong; PUT; If-Match: a; FAILED",
        "strong; PUT; If-Match: ''; FAILED",
        "dated; PUT; If-Match: \"a\"; FAILED",
        "dated; PUT; If-Match: *; PROCEED",
        "strong; DELETE; If-Match: *; PROCEED",
        "missing; DELETE; If-Match: *; FAILED",
        "missing; PUT; If-Match: \"a\"; FAILED",
        "strong; PUT; If-Match: \"b\" | If-Match: \"a\"; PROCEED",
        // If-Unmodified-Since
        "strong; PUT; If-Unmodified-Since: BEFORE; FAILED",
        "strong; GET; If-Unmodified-Since: BEFORE; FAILED",
        "strong; PUT; If-Unmodified-Since: EXACTLY; PROCEED",
        "strong; PUT; If-Unmodified-Since: AFTER; PROCEED",
        "strong; PUT; If-Unmodified-Since: yesterday; PROCEED",
        "missing; PUT; If-Unmodified-Since: BEFORE; PROCEED",
        // If-None-Match: weak comparison
        "strong; GET; If-None-Match: \"a\"; NOT_MODIFIED",
        "strong; HEAD; If-None-Match: W/\"a\"; NOT_MODIFIED",
        "weak; GET; If-None-Match: \"b\", \"a\"; NOT_MODIFIED",
        "strong; GET; If-None-Match: \"b\"; PROCEED",
        "strong; GET; If-None-Match: *; NOT_MODIFIED",
        "dated; GET; If-None-Match: *; NOT_MODIFIED",
        "strong; PUT; If-None-Match: *; FAILED",
        "missing; PUT; If-None-Match: *; PROCEED",
        "strong; POST; If-None-Match: \"a\"; FAILED",
        "strong; POST; If-None-Match: \"b\"; PROCEED",
        "strong; GET; If-None-Match: a; PROCEED",
        "strong; PUT; If-None-Match: b; FAILED",
        "dated; GET; If-None-Match: \"a\"; PROCEED",
        // If-Modified-Since
        "strong; GET; If-Modified-Since: BEFORE; PROCEED",
        "strong; GET; If-Modified-Since: EXACTLY; NOT_MODIFIED",
        "strong; HEAD; If-Modified-Since: AFTER; NOT_MODIFIED",
        "strong; PUT; If-Modified-Since: AFTER; PROCEED",
        "strong; GET; If-Modified-Since: never; PROCEED",
        "strong; GET; If-Modified-Since: AFTER | If-Modified-Since: AFTER; PROCEED",
        "missing; GET; If-Modified-Since: AFTER; PROCEED",
        // their order
        "strong; PUT; If-Match: \"a\" | If-Unmodified-Since: BEFORE; PROCEED",
        "strong; PUT; If-Match: \"b\" | If-Unmodified-Since: AFTER; FAILED",
        "strong; GET; If-None-Match: \"b\" | If-Modified-Since: AFTER; PROCEED",
        "strong; GET; If-None-Match: \"a\" | If-Modified-Since: BEFORE; NOT_MODIFIED",
        "strong; GET; If-Match: \"b\" | If-None-Match: \"a\"; FAILED",
        "strong; GET; If-Match: \"a\" | If-None-Match: \"a\"; NOT_MODIFIED",
        "strong; GET; If-Unmodified-Since: BEFORE | If-None-Match: \"a\"; FAILED",
        "strong; GET; If-Unmodified-Since: AFTER | If-Modified-Since: AFTER; NOT_MODIFIED",
        // methods that have no conditions
        "strong; OPTIONS; If-Match: \"b\"; PROCEED",
        "strong; TRACE; If-None-Match: *; PROCEED",
      })
  void holdsConditionsInTheirOrder(String state, String method, String fields, Outcome outcome) {
    Request request = TestRequest.of(method, "/", "/", fields(fields.replace("''", "")));
    assertEquals(outcome, named(state).evaluate(request));
  }

  private static Response page() {
    return Response.text("page")
        .header("Vary", "Cookie")
        .header("Cache-Control", "no-cache")
        .header("Content-Location", "/page.en")
        .header("Content-Language", "en");
  }

  @Test
  void stampsWhatIsServed() throws Exception {
    Response response = STRONG.apply(TestRequest.get(), page().header("ETag", "\"old\""));
    assertEquals(200, response.status().code());
    assertEquals(java.util.List.of("\"a\""), response.headers().all("ETag"));
    assertEquals(EXACTLY, response.headers().get("Last-Modified"));
    assertEquals("bytes", response.headers().get("Accept-Ranges"));
  }

  @Test
  void a304HasWhatCachesNeedAndNoMore() throws Exception {
    Response response = STRONG.apply(TestRequest.get("If-None-Match", "\"a\""), page());
    assertEquals(Status.NOT_MODIFIED, response.status());
    assertSame(Body.EMPTY, response.body());
    assertEquals("Cookie", response.headers().get("Vary"));
    assertEquals("no-cache", response.headers().get("Cache-Control"));
    assertEquals("/page.en", response.headers().get("Content-Location"));
    assertEquals("\"a\"", response.headers().get("ETag"));
    assertNull(response.headers().get("Content-Type"));
    assertNull(response.headers().get("Content-Language"));
  }

  @Test
  void aStreamThatIsNotSentIsClosed() throws Exception {
    for (String condition : new String[] {"If-None-Match", "If-Unmodified-Since"}) {
      var closed = new AtomicBoolean();
      var stream =
          new ByteArrayInputStream(new byte[1]) {
            @Override
            public void close() {
              closed.set(true);
            }
          };
      String value = condition.equals("If-None-Match") ? "*" : BEFORE;
      Response response =
          STRONG.apply(TestRequest.get(condition, value), Response.of(Status.OK).body(stream));
      assertEquals(condition.equals("If-None-Match") ? 304 : 412, response.status().code());
      assertTrue(closed.get());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 301, 404, 500})
  void leavesOtherStatusesAlone(int code) throws Exception {
    Response response = page().status(new Status(code, "x"));
    assertSame(response, STRONG.apply(TestRequest.get("If-None-Match", "*"), response));
  }

  @Test
  void leavesAnswersToWhatChangesAlone() throws Exception {
    Response response = page();
    Request put = TestRequest.of("PUT", "/", "/", "If-Match", "\"b\"");
    assertSame(response, STRONG.apply(put, response));
  }

  @Test
  void endsRequestsBeforeAnythingIsDone() {
    STRONG.require(TestRequest.of("PUT", "/", "/", "If-Match", "\"a\""));
    var failed =
        assertThrows(
            HttpException.class,
            () -> STRONG.require(TestRequest.of("PUT", "/", "/", "If-Match", "\"b\"")));
    assertEquals(412, failed.response().status().code());
    var unchanged =
        assertThrows(
            HttpException.class, () -> STRONG.require(TestRequest.get("If-None-Match", "\"a\"")));
    assertEquals(304, unchanged.response().status().code());
    assertEquals("\"a\"", unchanged.response().headers().get("ETag"));
  }

  @Test
  void aFileThatMayChangeUnnoticedHasAWeakTag() {
    Validators fresh = Validators.ofFile(16, DATE, DATE.plusSeconds(2));
    Validators settled = Validators.ofFile(16, DATE, DATE.plusMillis(2001));
    assertTrue(fresh.etag().weak());
    assertEquals(fresh.etag().opaque(), settled.etag().opaque());
    assertFalse(settled.etag().weak());
    assertFalse(
        settled
            .etag()
            .weakEquals(Validators.ofFile(16, DATE.plusNanos(1), DATE.plusSeconds(9)).etag()));
    assertFalse(settled.etag().weakEquals(Validators.ofFile(17, DATE, DATE.plusSeconds(9)).etag()));
  }

  @Test
  void readsFilesAndResponses(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("f"), "text");
    Validators validators = Validators.ofFile(file);
    assertEquals(validators, Validators.of(validators.stamp(Response.of(Status.OK))));
    assertThrows(
        java.nio.file.NoSuchFileException.class,
        () -> Validators.ofFile(directory.resolve("none")));
    assertThrows(
        IllegalArgumentException.class, () -> new Validators(false, EntityTag.weak("a"), null));
  }
}
