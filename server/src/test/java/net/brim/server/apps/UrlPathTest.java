package net.brim.server.apps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPathTest {

  private static UrlPath path(String target) {
    UrlPath path = UrlPath.of(FakeRequest.to(target).request(), "", false);
    assertNotNull(path);
    return path;
  }

  private static String text(UrlPath path) {
    return new String(path.bytes(), StandardCharsets.UTF_8) + (path.slash() ? "/" : "");
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/a, a",
    "/a/, a/",
    "/a/b.html?c=/../d, a/b.html",
    "//a///b//, a/b/",
    "/a%20b/%C3%BC, a b/ü",
    "/a\\b, a\\b",
    "/...a, ...a",
    "/a./b.., a./b..",
    "/.well-known/acme-challenge/x, .well-known/acme-challenge/x",
    "/%252e%252e/x, %2e%2e/x"
  })
  void namesArePlain(String target, String path) {
    boolean dots = path.startsWith("...");
    UrlPath read = UrlPath.of(FakeRequest.to(target).request(), "", dots);
    assertNotNull(read);
    assertEquals(UrlPath.Verdict.PLAIN, read.verdict());
    assertEquals(path, text(read));
  }

  @ParameterizedTest
  @CsvSource({
    "/..",
    "/../etc/passwd",
    "/a/../b",
    "/a/..",
    "/%2e%2e/x",
    "/.%2E/x",
    "/a/%2e./x",
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e%2f%2e%2e%2fetc/passwd",
    "/.git/../../x"
  })
  void pathsThatLeadUpwardsAreToldAfterOneDecoding(String target) {
    assertEquals(UrlPath.Verdict.ESCAPE, path(target).verdict());
  }

  @ParameterizedTest
  @CsvSource({
    "/.git/config",
    "/a/.htaccess",
    "/%2egit",
    "/a/./b",
    "/a%2fb",
    "/a%2Fb",
    "/a/.well-known/x"
  })
  void someNamesStandForNothing(String target) {
    assertEquals(UrlPath.Verdict.NOTHING, path(target).verdict());
  }

  @Test
  void dotFilesCanBeAskedFor() {
    UrlPath shown = UrlPath.of(FakeRequest.to("/a/.b/c").request(), "", true);
    assertNotNull(shown);
    assertEquals(UrlPath.Verdict.PLAIN, shown.verdict());
    UrlPath self = UrlPath.of(FakeRequest.to("/a/./c").request(), "", true);
    assertNotNull(self);
    assertEquals(UrlPath.Verdict.NOTHING, self.verdict());
  }

  @ParameterizedTest
  @CsvSource({"/%ff, ff", "/a/%C3%28, 612fc328", "/%c0%ae%c0%ae, c0aec0ae", "/%EF%BF%BD, efbfbd"})
  void bytesThatAreNoUtf8StayAsTheyAre(String target, String hex) {
    assertArrayEquals(java.util.HexFormat.of().parseHex(hex), path(target).bytes());
  }

  @Test
  void bytesThatAreNoUtf8StayAsTheyAreBehindAPrefixAndAHost() {
    UrlPath path = UrlPath.of(FakeRequest.to("http://a/x/%ff").request("/x/\ufffd"), "/x", false);
    assertNotNull(path);
    assertArrayEquals(new byte[] {(byte) 0xff}, path.bytes());
  }

  @ParameterizedTest
  @CsvSource({"/static, ''", "/static/, /", "/static/a, a", "/static//a, a"})
  void aPrefixIsTakenOff(String target, String rest) {
    UrlPath path = UrlPath.of(FakeRequest.to(target).request(), "/static", false);
    assertNotNull(path);
    assertEquals(rest, text(path));
  }

  @ParameterizedTest
  @CsvSource({"/", "/stat", "/statics", "/static.html", "*", "a:443"})
  void otherPathsAreNotBelowThePrefix(String target) {
    assertNull(UrlPath.of(FakeRequest.to(target).request(), "/static", false));
  }

  @Test
  void whatIsNoPathIsNotBelowAnyPrefix() {
    assertNull(UrlPath.of(FakeRequest.to("*").request(), "", false));
    assertNull(UrlPath.of(FakeRequest.to("a:443").request(), "", false));
  }

  @Test
  void encodingLeavesOnlyWhatIsPlain() {
    byte[] name = "a b/\"<'&?#%\\:~-._Z9\n\u00fc".getBytes(StandardCharsets.UTF_8);
    String encoded = UrlPath.encode(name, 0, name.length);
    assertEquals("a%20b/%22%3C%27%26%3F%23%25%5C%3A~-._Z9%0A%C3%BC", encoded);
    assertArrayEquals(name, UrlPath.decode(encoded));
  }
}
