package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.brim.api.ClientError.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {

  private static void refused(String expected, Executable get) {
    Response response = assertThrows(BadRequest.class, get).response();
    var body = (Body.Bytes) response.body();
    assertEquals(expected + "\n", new String(body.bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void findsTheLastOfSeveralAndAllOfThem() {
    var query = QueryParser.of("a=1&b=2&a=3");
    assertEquals("3", query.get("a"));
    assertEquals(List.of("1", "3"), query.all("a"));
    assertEquals(List.of("a", "b"), List.copyOf(query.names()));
    assertEquals(List.of(), query.all("c"));
    assertThrows(UnsupportedOperationException.class, () -> query.all("a").clear());
    assertThrows(UnsupportedOperationException.class, () -> query.names().clear());
  }

  @Test
  void aMissingOneGivesTheDefault() {
    var query = QueryParser.of("a=1");
    assertNull(query.get("b"));
    assertFalse(query.contains("b"));
    assertEquals("x", query.get("b", "x"));
    assertEquals(7, query.getInt("b", 7));
    assertEquals(7L, query.getLong("b", 7));
    assertEquals(7.5, query.getDouble("b", 7.5));
    assertTrue(query.getBoolean("b", true));
    refused("The parameter b%0A is missing.", () -> query.require("b\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&", "&&&"})
  void anEmptyQueryHasNone(String query) {
    assertEquals(List.of(), List.copyOf(QueryParser.of(query).names()));
    assertEquals(List.of(), List.copyOf(QueryParser.of(null).names()));
  }

  @ParameterizedTest
  @CsvSource({
    "a=b+c%20d, a, b c d",
    "a%20b=%C3%BC, 'a b', ü",
    "a=b=c, a, b=c",
    "a=, a, ''",
    "a, a, ''",
    "=x, '', x",
    "a=%zz%, a, %zz%",
    "&&a=1&, a, 1",
    "a=1;b=2, a, 1;b=2"
  })
  void decodesNamesAndValues(String query, String name, String value) {
    assertEquals(value, QueryParser.of(query).get(name));
  }

  @Test
  void convertsToTypes() {
    var query = QueryParser.of("i=-12&l=9000000000&d=1.5e3&b=Yes&n=off");
    assertEquals(-12, query.getInt("i", 0));
    assertEquals(9_000_000_000L, query.getLong("l", 0));
    assertEquals(1500, query.getDouble("d", 0));
    assertTrue(query.getBoolean("b", false));
    assertFalse(query.getBoolean("n", true));
    assertEquals(-12, query.requireInt("i"));
    assertEquals(-12L, query.requireLong("i"));
    assertEquals(-12.0, query.requireDouble("i"));
  }

  @Test
  void aBooleanWithoutAValueIsTheOppositeOfTheDefault() {
    for (String text : new String[] {"v", "v=", "v=1&v"}) {
      assertTrue(QueryParser.of(text).getBoolean("v", false));
      assertFalse(QueryParser.of(text).getBoolean("v", true));
    }
  }

  @Test
  void whatDoesNotFitIs400() {
    var query = QueryParser.of("x=a%3Cb%3E&e=&big=99999999999&huge=1e999&nan=NaN");
    refused("The parameter x is 'a%3Cb%3E': expected a whole number.", () -> query.getInt("x", 1));
    refused("The parameter x is 'a%3Cb%3E': expected a whole number.", () -> query.getLong("x", 1));
    refused("The parameter x is 'a%3Cb%3E': expected a number.", () -> query.getDouble("x", 1));
    refused(
        "The parameter x is 'a%3Cb%3E': expected yes or no (true, on, 1, false, off, 0).",
        () -> query.getBoolean("x", true));
    refused("The parameter e is '': expected a whole number.", () -> query.getInt("e", 1));
    assertThrows(BadRequest.class, () -> query.getInt("big", 1));
    refused(
        "The parameter huge is '1e999': expected a smaller number.",
        () -> query.getDouble("huge", 1));
    assertThrows(BadRequest.class, () -> query.getDouble("nan", 1));
    var lengthy = QueryParser.of("x=" + "1".repeat(1000));
    refused(
        "The parameter x is '" + "1".repeat(60) + "...': expected a whole number.",
        () -> lengthy.requireInt("x"));
  }

  @Test
  void headerFieldsHaveTheSameGetters() {
    Headers headers =
        HeaderList.of("X-I", "12").with("X-D", "1.5").with("X-B", "on").with("X-Bad", "<a>");
    assertEquals(12, headers.getInt("x-i", 0));
    assertEquals(12L, headers.getLong("x-i", 0));
    assertEquals(1.5, headers.getDouble("x-d", 0));
    assertTrue(headers.getBoolean("x-b", false));
    assertEquals(3, headers.getInt("none", 3));
    assertEquals(3L, headers.getLong("none", 3));
    assertEquals(3.5, headers.getDouble("none", 3.5));
    assertTrue(headers.getBoolean("none", true));
    refused(
        "The header field X-Bad is '%3Ca%3E': expected a whole number.",
        () -> headers.getInt("X-Bad", 1));
    assertThrows(BadRequest.class, () -> headers.getLong("X-Bad", 1));
    assertThrows(BadRequest.class, () -> headers.getDouble("X-Bad", 1));
    assertThrows(BadRequest.class, () -> headers.getBoolean("X-Bad", true));
  }

  @Test
  void aRequestGivesItsOwn() {
    assertNull(TestRequest.get().parameters().get("a"));
  }
}
