package net.brim.engine.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What meta-variables mean, and which are refused. */
final class CgiHeadTest {

  private static final String LEAST = "REQUEST_METHOD=GET|REQUEST_URI=/";

  /** Reads variables written as {@code A=b|C=d}; {@code \0} and the like as in Java. */
  private static CgiHead read(String text) throws MalformedRequest {
    return read(text, HttpSettings.DEFAULT);
  }

  private static CgiHead read(String text, HttpSettings limits) throws MalformedRequest {
    var variables = new CgiVariables();
    for (String variable : text.split("\\|", -1)) {
      int equals = variable.indexOf('=');
      variables.add(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return CgiHead.of(variables, limits);
  }

  private static int refusal(String text, HttpSettings limits) {
    return assertThrows(MalformedRequest.class, () -> read(text, limits), text).status().code();
  }

  @Test
  void readsAllThatNginxSends() throws MalformedRequest {
    CgiHead head =
        read(
            "QUERY_STRING=c|REQUEST_METHOD=POST|CONTENT_TYPE=text/plain|CONTENT_LENGTH=5"
                + "|SCRIPT_NAME=/b|REQUEST_URI=/%62?c|DOCUMENT_URI=/b|DOCUMENT_ROOT=/srv"
                + "|SERVER_PROTOCOL=HTTP/2.0|REQUEST_SCHEME=https|HTTPS=on"
                + "|GATEWAY_INTERFACE=CGI/1.1|REMOTE_ADDR=203.0.113.7|REMOTE_PORT=4711"
                + "|REMOTE_USER=ann|SERVER_ADDR=2001:db8::1|SERVER_PORT=443|SERVER_NAME=www"
                + "|HTTP_HOST=example.org|HTTP_X_FORWARDED_FOR=198.51.100.1"
                + "|HTTP_CONTENT_LENGTH=5|HTTP_CONTENT_TYPE=text/plain|HTTP_CONNECTION=close"
                + "|HTTP_TRANSFER_ENCODING=chunked|HTTP_COOKIE= a=b; c=d \t");
    assertEquals("POST", head.method());
    assertEquals("/%62?c", head.target().text());
    assertEquals("/b", head.target().path());
    assertEquals("c", head.target().query());
    assertEquals("HTTP/2.0", head.protocol());
    assertEquals("https", head.scheme());
    assertEquals("example.org", head.host());
    assertEquals(
        """
        Content-Type: text/plain
        Content-Length: 5
        Host: example.org
        X-Forwarded-For: 198.51.100.1
        Cookie: a=b; c=d
        """,
        head.fields().toString());
    assertEquals(5, head.contentLength());
    assertEquals(address("203.0.113.7", 4711), head.remote());
    assertEquals(address("2001:db8::1", 443), head.local());
    assertEquals("ann", head.user());
  }

  @Test
  void readsTheLeastThatThereIs() throws MalformedRequest {
    CgiHead head = read(LEAST);
    assertEquals("HTTP/1.0", head.protocol());
    assertEquals("http", head.scheme());
    assertEquals(-1, head.contentLength());
    assertEquals(0, head.fields().size());
    assertNull(head.host());
    assertNull(head.remote());
    assertNull(head.local());
    assertNull(head.user());
  }

  private static InetSocketAddress address(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }

  @ParameterizedTest
  @CsvSource({
    "REQUEST_URI=/a%2Fb?c|SCRIPT_NAME=/x|QUERY_STRING=y, /a%2Fb?c, /a/b",
    "REQUEST_URI=http://h/a, http://h/a, /a",
    "REQUEST_URI=|SCRIPT_NAME=/a|PATH_INFO=/b|QUERY_STRING=c=d&e, /a/b?c=d&e, /a/b",
    "SCRIPT_NAME=|PATH_INFO=/b|QUERY_STRING=, /b, /b",
    "SCRIPT_NAME=/a b%, /a%20b%25, /a b%",
    "PATH_INFO=/?\u0001#;\u00c3\u00a4, /%3F%01%23;%C3%A4, /?\u0001#;\u00e4",
    "PATH_INFO=x, /x, /x"
  })
  void findsTheTarget(String variables, String target, String path) throws MalformedRequest {
    CgiHead head = read("REQUEST_METHOD=GET|" + variables);
    assertEquals(target, head.target().text());
    assertEquals(path, head.target().path());
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS=on, https",
    "HTTPS=ON|REQUEST_SCHEME=http, https",
    "HTTPS=1, https",
    "HTTPS=off, http",
    "HTTPS=, http",
    "HTTPS=off|REQUEST_SCHEME=HTTPS, https"
  })
  void findsTheScheme(String variables, String scheme) throws MalformedRequest {
    assertEquals(scheme, read(LEAST + "|" + variables).scheme());
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_HOST=a:81|SERVER_NAME=b|SERVER_PORT=80, a:81",
    "HTTP_HOST=|SERVER_NAME=b|SERVER_PORT=80, b",
    "SERVER_NAME=b, b",
    "SERVER_NAME=b|SERVER_PORT=443, b:443",
    "SERVER_NAME=b|SERVER_PORT=443|HTTPS=on, b",
    "SERVER_NAME=[::1]|SERVER_PORT=81, [::1]:81",
    "SERVER_NAME=b:82|SERVER_PORT=81, b:82"
  })
  void findsTheHost(String variables, String host) throws MalformedRequest {
    assertEquals(host, read(LEAST + "|" + variables).host());
  }

  @Test
  void anAddressThatIsNoneIsNotGuessed() throws MalformedRequest {
    assertNull(read(LEAST + "|REMOTE_ADDR=unix:|REMOTE_PORT=").remote());
    assertNull(read(LEAST + "|REMOTE_ADDR=localhost|REMOTE_PORT=1").remote());
    assertNull(read(LEAST + "|SERVER_NAME=a b").host());
  }

  @Test
  void aProxyFieldIsDropped() throws MalformedRequest {
    CgiHead head = read(LEAST + "|HTTP_PROXY=http://evil|HTTP_Proxy=x|HTTP_PROXY_X=1");
    assertEquals("Proxy-X: 1\n", head.fields().toString());
  }

  @Test
  void fieldsMayBeRepeatedAsInHttp() throws MalformedRequest {
    CgiHead head = read(LEAST + "|HTTP_VIA=a|HTTP_ACCEPT=x|HTTP_VIA=b");
    assertEquals("Via: a\nAccept: x\nVia: b\n", head.fields().toString());
  }

  @ParameterizedTest
  @CsvSource({"USER_AGENT, User-Agent", "x_a_1b, X-A-1b", "DNT, Dnt", "A.B!_C, A.b!-C"})
  void fieldNamesLookAsUsual(String variable, String name) {
    assertEquals(name, CgiFields.nameOf(variable));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REQUEST_URI=/",
        "REQUEST_METHOD=|REQUEST_URI=/",
        "REQUEST_METHOD=G T|REQUEST_URI=/",
        "REQUEST_METHOD=GET\n|REQUEST_URI=/",
        "REQUEST_METHOD=GET",
        "REQUEST_METHOD=GET|QUERY_STRING=a",
        "REQUEST_METHOD=GET|REQUEST_URI=a",
        "REQUEST_METHOD=GET|REQUEST_URI=/a b",
        "REQUEST_METHOD=GET|REQUEST_URI=/a#b",
        "REQUEST_METHOD=GET|REQUEST_URI=/\u00e4",
        "REQUEST_METHOD=GET|REQUEST_URI=/\0",
        "REQUEST_METHOD=GET|REQUEST_URI=/%00",
        "REQUEST_METHOD=GET|REQUEST_URI=/%4",
        "REQUEST_METHOD=GET|REQUEST_URI=*",
        "REQUEST_METHOD=GET|REQUEST_URI=ftp://a/",
        "REQUEST_METHOD=GET|REQUEST_URI=http://a/|HTTP_HOST=b",
        "REQUEST_METHOD=CONNECT|REQUEST_URI=/",
        "REQUEST_METHOD=GET|PATH_INFO=/\0",
        "REQUEST_METHOD=GET|PATH_INFO=/|QUERY_STRING=a b",
        LEAST + "|REQUEST_URI=/",
        LEAST + "|CONTENT_LENGTH=1|CONTENT_LENGTH=1",
        LEAST + "|CONTENT_LENGTH=1|HTTP_CONTENT_LENGTH=2",
        LEAST + "|HTTP_CONTENT_LENGTH=1|HTTP_CONTENT_LENGTH=2",
        LEAST + "|CONTENT_TYPE=a/b|HTTP_CONTENT_TYPE=a/c",
        LEAST + "|CONTENT_LENGTH=-1",
        LEAST + "|CONTENT_LENGTH=+1",
        LEAST + "|CONTENT_LENGTH=0x1",
        LEAST + "|CONTENT_LENGTH= 1",
        LEAST + "|CONTENT_LENGTH=1\n",
        LEAST + "|CONTENT_LENGTH=1,1",
        LEAST + "|CONTENT_LENGTH=1234567890123456789",
        LEAST + "|SERVER_PROTOCOL=HTTP/1.1\r\nX",
        LEAST + "|SERVER_PROTOCOL=HTTP/",
        LEAST + "|SERVER_PROTOCOL=HTTP/1.",
        LEAST + "|SERVER_PROTOCOL=HTTP/1,1",
        LEAST + "|SERVER_PROTOCOL=HTTP/1.10",
        LEAST + "|SERVER_PROTOCOL=INCLUDED",
        LEAST + "|REQUEST_SCHEME=ws",
        LEAST + "|REMOTE_PORT=65536",
        LEAST + "|SERVER_PORT=x",
        LEAST + "|REMOTE_USER=a\tb",
        LEAST + "|HTTP_=a",
        LEAST + "|HTTP_A B=a",
        LEAST + "|HTTP_A:B=a",
        LEAST + "|HTTP_\u00c4=a",
        LEAST + "|HTTP_A=b\r\nc",
        LEAST + "|HTTP_A=b\0",
        LEAST + "|HTTP_A=\u007f",
        LEAST + "|HTTP_HOST=a|HTTP_HOST=a",
        LEAST + "|HTTP_HOST=a b",
        LEAST + "|HTTP_AUTHORIZATION=a|HTTP_Authorization=b",
        LEAST + "|=a",
        LEAST + "|A B=c",
        LEAST + "|\u00e4=c"
      })
  void refuses(String variables) {
    assertEquals(400, refusal(variables, HttpSettings.DEFAULT));
  }

  @Test
  void holdsItselfToTheLimits() throws MalformedRequest {
    HttpSettings limits = limits(40, 60, 3);
    String line = "REQUEST_METHOD=GET|SERVER_PROTOCOL=HTTP/1.1|REQUEST_URI=/";
    assertEquals(27, read(line + "a".repeat(26), limits).target().text().length());
    assertEquals(414, refusal(line + "a".repeat(27), limits));
    String header = line + "|CONTENT_LENGTH=0|HTTP_A=";
    assertEquals(2, read(header + "a".repeat(36), limits).fields().size());
    assertEquals(431, refusal(header + "a".repeat(37), limits));
    assertEquals(3, read(line + "|HTTP_A=|HTTP_B=|HTTP_C=", limits).fields().size());
    assertEquals(431, refusal(line + "|HTTP_A=|HTTP_B=|HTTP_C=|HTTP_D=", limits));
  }

  private static HttpSettings limits(int line, int headerSize, int headers) {
    HttpSettings d = HttpSettings.DEFAULT;
    return new HttpSettings(
        line,
        headerSize,
        headers,
        d.maxBodySize(),
        d.timeout(),
        d.keepaliveTimeout(),
        d.headerTimeout(),
        d.maxConnections(),
        d.nodelay(),
        d.serverName(),
        d.serverHeader());
  }
}
