package net.brim.api.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import net.brim.api.ClientError.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderAttributesTest {

  @Test
  void theExampleOfTheSeeds() {
    assertEquals(
        new HeaderAttributes("form-data", Map.of("name", "abc", "filename", "test.html")),
        HeaderAttributes.parse("form-data; name=\"abc\"; filename=\"test.html\""));
  }

  @Test
  void blanksCaseAndEmptyOnesDoNotMatter() {
    assertEquals(
        new HeaderAttributes("text/html", Map.of("charset", "UTF-8", "q", "0.5")),
        HeaderAttributes.parse(" Text/HTML ;; CharSet = UTF-8;\tq=0.5 ;"));
    assertEquals(new HeaderAttributes("", Map.of()), HeaderAttributes.parse(""));
    assertNull(HeaderAttributes.parse("a").get("b"));
    assertEquals("a/b", HeaderAttributes.parse("x; type=a/b").get("type"));
  }

  @Test
  void quotedValuesMayHoldAnything() {
    assertEquals(
        "a;b=\"c\" \\ d", HeaderAttributes.parse("x; n=\"a;b=\\\"c\\\" \\\\ d\"; m=1").get("n"));
    assertEquals("C:\\dir\\f.txt", HeaderAttributes.parse("x; n=\"C:\\dir\\f.txt\"").get("n"));
    assertEquals("", HeaderAttributes.parse("x; n=\"\"").get("n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x; a",
        "x; a=",
        "x; =b",
        "x; a=\"b",
        "x; a=\"b\\\"",
        "x; a=\"b\"c",
        "x; a=b c",
        "x; a=1; A=2",
        "x; a=b, c=d"
      })
  void refusesWhatIsMalformed(String field) {
    assertThrows(BadRequest.class, () -> HeaderAttributes.parse(field));
  }
}
