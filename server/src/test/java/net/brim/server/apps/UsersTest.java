package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {

  /** Of the password "secret", as htpasswd -nbBC 4 and python3-bcrypt write it. */
  static final String HTPASSWD = "$2y$04$YWDYKdlwX1X2bfspby5diu.HXV6CVpViCEGRjZupvA21D.ePubOW6";

  static final String PYTHON = "$2b$04$Zfr.XCxbX9aaEy0I5ceJoeRYDKUaPaQJl5SwELWIh5l7zN.6dxgGW";

  private static Users users(String... lines) {
    return Users.parse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean allows(Users users, String user, String password) {
    byte[] name = user.getBytes(StandardCharsets.UTF_8);
    return users.allow(
        new Credentials(
            new String(name, StandardCharsets.ISO_8859_1),
            password.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void linesOfAllToolsAreRead() {
    Users users =
        users(
            "# people",
            "",
            "alice:" + HTPASSWD + "\r",
            "bob " + PYTHON,
            "carol\t \t" + PYTHON,
            "dave : " + PYTHON.replace("$2b$", "$2a$"),
            "eve the second:" + HTPASSWD,
            "zo\u00eb:" + HTPASSWD,
            "  frank:" + HTPASSWD + "  ");
    assertEquals(List.of(), users.problems());
    for (String name :
        List.of("alice", "bob", "carol", "dave", "eve the second", "zo\u00eb", "frank")) {
      assertTrue(allows(users, name, "secret"), name);
      assertFalse(allows(users, name, "Secret"), name);
      assertFalse(allows(users, name, ""), name);
    }
    assertFalse(allows(users, "Alice", "secret"));
    assertFalse(allows(users, "", "secret"));
    assertFalse(allows(users, "# people", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mallory",
        "mallory:",
        ":@",
        "mallory:secret",
        "mallory:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
        "mallory:$apr1$abc$def",
        "mallory:$2x$04$ABCDEFGHIJKLMNOPQRSTUuABCDEFGHIJKLMNOPQRSTUVWXYZabcde",
        "mallory:$2b$99$ABCDEFGHIJKLMNOPQRSTUuABCDEFGHIJKLMNOPQRSTUVWXYZabcde",
        "mallory:$2b$03$ABCDEFGHIJKLMNOPQRSTUuABCDEFGHIJKLMNOPQRSTUVWXYZabcde",
        "mallory:$2b$04$short",
        "mallory:@x",
        "mallory:@:extra",
        "mallory @ extra",
        "mallory:$2b$04$ABCDEFGHIJKLMNOPQRSTU!ABCDEFGHIJKLMNOPQRSTUVWXYZabcde",
      })
  void aBadLineIsToldByItsNumberAndLetsNobodyIn(String line) {
    String bad = line.replace("@", HTPASSWD);
    Users users = users("alice:" + HTPASSWD, bad);
    assertEquals(1, users.problems().size(), bad);
    String problem = users.problems().getFirst();
    assertTrue(problem.startsWith("line 2: "), problem);
    assertFalse(problem.contains("mallory"), problem);
    assertFalse(problem.contains("secret"), problem);
    assertFalse(problem.contains(HTPASSWD.substring(10)), problem);
    assertEquals(1, users.size());
    for (String guess : List.of("", "secret", "mallory", bad)) {
      assertFalse(allows(users, "mallory", guess), guess);
      assertFalse(allows(users, "", guess), guess);
    }
  }

  @Test
  void theFirstLineOfANameCounts() {
    Users users = users("alice:" + HTPASSWD, "alice:" + EMPTY);
    assertEquals(List.of("line 2: a line above has that name already"), users.problems());
    assertTrue(allows(users, "alice", "secret"));
    assertFalse(allows(users, "alice", ""));
  }

  /** Of the empty password, of 72 times x, and of "pässwörd:€" in UTF-8. */
  static final String EMPTY = "$2y$04$TA2WHw4ZhUM2xkalf3TSHupVmI0xhqfIJxPpGfzZhKY08JvpOJbJG";

  static final String LONGEST = "$2y$04$Sdj.LLAyiLGqATqC2bE15ufF4.BBh4DtnAFUuPBgFMNDMQ/t1/4O.";
  static final String UMLAUTS = "$2y$04$3aQf4SkxFXIg0NdnIxzpbuaOTyEPXrq4kfilY7oFmX6OO1ig9AjA.";

  @Test
  void passwordsAreBytes() {
    Users users = users("empty:" + EMPTY, "longest:" + LONGEST, "umlauts:" + UMLAUTS);
    assertEquals(List.of(), users.problems());
    assertTrue(allows(users, "empty", ""));
    assertFalse(allows(users, "empty", "x"));
    assertTrue(allows(users, "umlauts", "p\u00e4ssw\u00f6rd:\u20ac"));
    assertFalse(allows(users, "umlauts", "password:\u20ac"));
    assertFalse(allows(users, "longest", "x".repeat(71)));
    assertTrue(allows(users, "longest", "x".repeat(72)));
    // bcrypt, and so every tool that wrote such a hash, knows 72 bytes.
    assertTrue(allows(users, "longest", "x".repeat(100)));
  }

  @Test
  void everyWrongAnswerTakesTheSameTime() {
    Users users = users("cheap:" + HTPASSWD, "dear:" + COSTLY);
    allows(users, "warm", "up");
    double cheap = seconds(users, "cheap");
    double dear = seconds(users, "dear");
    double unknown = seconds(users, "unknown");
    // Without the equal work it would be a hundredth for one of them; the machine may be busy.
    assertTrue(cheap > dear / 4 && unknown > dear / 4, cheap + " " + dear + " " + unknown);
  }

  /** Of "secret", with a cost of 10. */
  static final String COSTLY = "$2y$10$UZhXfy3Yg.En85AaysrbSOBcqh0Y.UtVwKMM0kt1waBwE1P6rKvAm";

  private static double seconds(Users users, String user) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      assertFalse(allows(users, user, "wrong"));
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    return best;
  }
}
