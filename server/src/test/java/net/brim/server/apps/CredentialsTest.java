package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  static String basic(String text) {
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "alice:secret, alice, secret",
    "a:, a, ''",
    ":b, '', b",
    "a:b:c, a, b:c",
    "zoë:ü, zoë, ü"
  })
  void theFirstColonSeparates(String text, String user, String password) {
    Credentials read = Credentials.parse(basic(text));
    assertNotNull(read);
    assertEquals(user, read.shownUser());
    assertArrayEquals(password.getBytes(StandardCharsets.UTF_8), read.password());
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic YTpi", "BASIC  YTpi", "Basic YTpi ", "Basic YTo=", "Basic YTo"})
  void theSchemeIsReadAsClientsWriteIt(String field) {
    Credentials read = Credentials.parse(field);
    assertNotNull(read);
    assertEquals("a", read.user());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic ",
        "Basic YWxpY2U=",
        "Basic !!!!",
        "Basic YTpi=",
        "Basic YTpi YTpi",
        "Basic a:b",
        "Bearer YTpi",
        "BasicYTpi",
        "YTpi"
      })
  void whatIsNoneIsNone(String field) {
    assertNull(Credentials.parse(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b\0b", "a\0:b", "a:b\n", "a:\u007f", "a\t:b"})
  void noControlCharacterStandsInThem(String text) {
    assertNull(Credentials.parse(basic(text)));
  }

  @Test
  void thePasswordIsNotShown() {
    assertFalse(String.valueOf(Credentials.parse(basic("a:secret"))).contains("secret"));
  }
}
