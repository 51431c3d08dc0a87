package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource({
    "a b/c, a%20b/c",
    "ü, %C3%BC",
    "€, %E2%82%AC",
    "a&b=c+d%, a%26b%3Dc%2Bd%25",
    "az-._~AZ09, az-._~AZ09",
    "\uD83D\uDE00, %F0%9F%98%80"
  })
  void quotesAsUtf8(String text, String quoted) {
    assertEquals(quoted, PercentEncoding.quote(text));
    assertEquals(text, PercentEncoding.unquote(quoted));
  }

  @Test
  void leavesWhatTheCallerCallsSafe() {
    assertEquals("a%2Fb%20c", PercentEncoding.quote("a/b c", ""));
    assertEquals("a,b%2F", PercentEncoding.quote("a,b/", ","));
    assertEquals("%C3%BC", PercentEncoding.quote("ü", "ü"));
  }

  @Test
  void halfASurrogatePairIsAQuestionMark() {
    assertEquals("a%3Fb", PercentEncoding.quote("a\uD83Db"));
  }

  @Test
  void aUriKeepsItsForm() {
    String uri = "http://[::1]:80/a%20b?c=d&e='f'#g!$()*+,;@~";
    assertSame(uri, PercentEncoding.uri(uri));
    assertEquals("/%22%3C%3E%5C%5E%60%7B%7C%7D%7F%00", PercentEncoding.uri("/\"<>\\^`{|}\u007f\0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%", "%4", "%zz", "%", "%%", "a+b"})
  void whatIsNotEncodedStays(String text) {
    assertEquals(text, PercentEncoding.unquote(text));
  }

  @Test
  void decodesWhatIsAndReplacesWhatIsNotUtf8() {
    assertEquals("%41 ü\uFFFD", PercentEncoding.unquote("%2541%20%c3%BC%ff"));
    assertEquals("a b+", PercentEncoding.decode("a+b%2B", true));
  }
}
