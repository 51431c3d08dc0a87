package net.brim.engine.http1;

import static net.brim.engine.http1.Transcript.assertRefused;
import static net.brim.engine.http1.Transcript.read;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The four forms of targets, with the methods and hosts that they go with. */
final class TargetFormTest {

  @ParameterizedTest
  @CsvSource({
    "GET, /b?c, a, path=/b query=c authority=null",
    "GET, //double, a, path=//double query=null authority=null",
    "GET, /?, '', path=/ query= authority=null",
    "GET, /a?b=%zz, a, path=/a query=b=%zz authority=null",
    "OPTIONS, *, a, path=* query=null authority=null",
    "GET, http://a/b?c, a, path=/b query=c authority=a",
    "GET, http://a, a, path=/ query=null authority=a",
    "GET, HTTP://A?c, a, path=/ query=c authority=A",
    "GET, https://a/, a, path=/ query=null authority=a",
    "GET, http://[::1]:80/x, [::1]:80, path=/x query=null authority=[::1]:80",
    "CONNECT, a.b:443, a.b:443, path=a.b:443 query=null authority=a.b:443",
    "CONNECT, a.b:443, a.b, path=a.b:443 query=null authority=a.b:443",
    "CONNECT, [::1]:443, [::1]:443, path=[::1]:443 query=null authority=[::1]:443"
  })
  void readsAllForms(String method, String target, String host, String expected) {
    String first = read(method + " " + target + " HTTP/1.1\nHost: " + host + "\n\n").getFirst();
    assertTrue(first.startsWith(method + " " + target + " " + expected + " HTTP/1.1"), first);
  }

  @Test
  void takesTheHostOfTheTargetWhereAnOldClientSendsNone() {
    String first = read("GET http://b:8080/x HTTP/1.0\n\n").getFirst();
    assertTrue(first.contains("path=/x query=null authority=b:8080 HTTP/1.0"), first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  ",
        "GET * ",
        "GET *",
        "GET **",
        "POST *",
        "OPTIONS *x",
        "GET a",
        "GET a:80",
        "GET a/b",
        "GET ?x",
        "GET http:/a/",
        "GET http:a",
        "GET http://",
        "GET http:///x",
        "GET http://?x",
        "GET http://b/",
        "GET http://a:80/",
        "GET https://b/",
        "GET ftp://a/",
        "GET httpx://a/",
        "GET http://u@a/",
        "GET http://u:p@a/",
        "GET http://a:x/",
        "GET http://a:65536/",
        "GET http://[::1/",
        "GET http://a\\b/",
        "GET http://a#b",
        "GET http://a/%00",
        "GET /a#b",
        "GET /#",
        "GET /\u00e4",
        "GET /?\u00e4",
        "GET /a b",
        "GET /%",
        "GET /%4",
        "GET /%zz",
        "GET /%00",
        "GET /a%00b",
        "GET /?a=%00",
        "GET /\u007f",
        "GET /\u0001",
        "CONNECT /",
        "CONNECT *",
        "CONNECT a",
        "CONNECT a:",
        "CONNECT :443",
        "CONNECT a:b",
        "CONNECT a:443/",
        "CONNECT a:443?x",
        "CONNECT u@a:443",
        "CONNECT b:443",
        "CONNECT http://a:443/"
      })
  void refuses(String start) {
    assertRefused(400, start + " HTTP/1.1\nHost: a\n\n");
  }
}
