package net.brim.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.NetUtil;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts are well formed. */
final class AuthorityTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "example.com",
        "EXAMPLE.com:",
        "example.com:0",
        "example.com:65535",
        "127.0.0.1:80",
        "a_b-c~d!$&'()*+;=e",
        "0.0.0.0=5000",
        "%41",
        "[::]",
        "[::1]:80",
        "[::1]:",
        "[1:2:3:4:5:6:7:8]",
        "[2001:DB8::ffff:1]",
        "[1:2:3:4:5:6:7::]",
        "[::ffff:192.0.2.1]"
      })
  void accepts(String text) {
    assertTrue(Authority.isValid(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "a:b",
        "a:-1",
        "a:+1",
        "a: 80",
        "a:80:80",
        "a:65536",
        "a:99999",
        "a:000080",
        "u@a",
        "u:p@a",
        "a@",
        "a,b",
        "a, b",
        "a b",
        "a/",
        "a?b",
        "a#b",
        "a\\b",
        "a\"b",
        "a<b>",
        "a|b",
        "a^b",
        "\u00e4",
        "%",
        "%4",
        "%4g",
        "%00",
        "a\u0000",
        "[",
        "[]",
        "[::1",
        "::1",
        "[::1]x",
        "[::1]:x",
        "[:::]",
        "[:1]",
        "[1:]",
        "[1]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1::2::3]",
        "[1:2:3:4:5:6:7:8::]",
        "[12345::]",
        "[::g]",
        "[::1%25eth0]",
        "[v1.a]",
        "[::1.2.3]",
        "[::1.2.3.4.5]",
        "[::1.2.3.256]",
        "[::1.2.3.04]",
        "[::1.2.3.4:5]",
        "[1.2.3.4]",
        "[[::1]]",
        "a[::1]"
      })
  void refuses(String text) {
    assertFalse(Authority.isValid(text));
  }

  @Test
  void agreesWithAnotherReaderOfAddresses() {
    var random = new Random(20261120);
    String parts = "::::01af.";
    int valid = 0;
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder();
      for (int n = 2 + random.nextInt(20); n > 0; n--) {
        text.append(parts.charAt(random.nextInt(parts.length())));
      }
      boolean expected = NetUtil.isValidIpV6Address(text.toString());
      assertEquals(expected, Authority.isValid("[" + text + "]"), text::toString);
      valid += expected ? 1 : 0;
    }
    assertTrue(valid > 100, "addresses that were well formed: " + valid);
  }
}
