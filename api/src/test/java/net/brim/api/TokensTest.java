package net.brim.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokensTest {

  private static final String DELIMITERS = "\"(),/:;<=>?@[\\]{}";

  @Test
  void takesEveryVisibleCharacterThatIsNoDelimiter() {
    for (int c = -1; c < 0x300; c++) {
      boolean expected = c > ' ' && c < 0x7f && DELIMITERS.indexOf(c) < 0;
      assertEquals(expected, Tokens.isTokenChar(c), "character " + c);
    }
    assertFalse(Tokens.isTokenChar(Integer.MAX_VALUE));
    assertFalse(Tokens.isTokenChar(Integer.MIN_VALUE));
  }

  @Test
  void aTokenHasACharacterAtLeast() {
    assertTrue(Tokens.isToken("GET"));
    assertTrue(Tokens.isToken("!"));
    assertFalse(Tokens.isToken(""));
    assertFalse(Tokens.isToken("a b"));
    assertFalse(Tokens.isToken("a\u0161"));
  }
}
