package net.brim.engine.http1;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Connections that readers of HTTP/1 have taken for different things. */
final class StrictCases {

  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

  static final List<String> ALL = all();

  private StrictCases() {}

  private static List<String> all() {
    var cases = new ArrayList<String>();
    for (String line :
        List.of(
            "GET / HTTP/1.1",
            "GET  / HTTP/1.1",
            "GET\t/ HTTP/1.1",
            "GET / HTTP/1.1 ",
            " GET / HTTP/1.1",
            "\r\nGET / HTTP/1.1",
            "\r\n\r\nGET / HTTP/1.1",
            "\nGET / HTTP/1.1",
            "G(T / HTTP/1.1",
            "get / HTTP/1.1",
            "GET /",
            "GET / HTTP/1.0",
            "GET / HTTP/1.2",
            "GET / HTTP/0.9",
            "GET / HTTP/2.0",
            "GET / HTTP/11.1",
            "GET / http/1.1",
            "GET / FTP/1.1",
            "GET / HTTP/1.1\rX",
            "GET /\r HTTP/1.1",
            "GET /a b HTTP/1.1",
            "GET /#a HTTP/1.1",
            "GET /\u00e4 HTTP/1.1",
            "GET /\u0000 HTTP/1.1",
            "GET /\u007f HTTP/1.1",
            "GET /%00 HTTP/1.1",
            "GET /?%00 HTTP/1.1",
            "GET /%zz HTTP/1.1",
            "GET a HTTP/1.1",
            "GET * HTTP/1.1",
            "OPTIONS * HTTP/1.1",
            "GET http://a/x HTTP/1.1",
            "GET http://b/x HTTP/1.1",
            "GET http://u@a/x HTTP/1.1",
            "GET ftp://a/x HTTP/1.1",
            "CONNECT a:443 HTTP/1.1",
            "CONNECT / HTTP/1.1",
            "CONNECT b:443 HTTP/1.1")) {
      cases.add(line + "\r\nHost: a\r\n\r\n" + NEXT);
    }
    for (String field :
        List.of(
            "X: y",
            "X:y \t",
            "X:",
            "X : y",
            "X\t: y",
            " X: y",
            "X: y\r\n z",
            "X: y\r\n\tz",
            "X",
            ": y",
            "X Y: z",
            "X(: y",
            "X\u00e4: y",
            "X: \u00e4",
            "X\u0000: y",
            "X: \u0000",
            "X: \u0001",
            "X: \u007f",
            "X: y\rZ: 1",
            "X: y\nZ: 1",
            "X: y\r\r",
            "Host: a",
            "Host: b",
            "Expect: x",
            "Expect: 100-continue",
            "Content-Type: a/b\r\nContent-Type: a/c",
            "Content_Length: 5",
            "X-A: 1\r\nX_A: 2",
            "Content-Length: 5",
            "Content-Length: 05",
            "Content-Length: 5 ",
            "Content-Length: +5",
            "Content-Length: -5",
            "Content-Length: 0x5",
            "Content-Length: 5, 5",
            "Content-Length: 5 5",
            "Content-Length:",
            "Content-Length: 5\r\nContent-Length: 5",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 99999999999999999999",
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: CHUNKED",
            "Transfer-Encoding:\tchunked\t",
            "Transfer-Encoding: \u000bchunked",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: chunked;x",
            "Transfer-Encoding: chunked,",
            "Transfer-Encoding: ,chunked",
            "Transfer-Encoding:",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, gzip",
            "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
            "Transfer-Encoding: \"chunked\"")) {
      cases.add(POST + field + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + NEXT);
      cases.add(POST + field + "\r\n\r\n" + NEXT);
      cases.add(POST.replace("1.1", "1.0") + field + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + NEXT);
    }
    for (String size :
        List.of(
            "5",
            "05",
            "+5",
            "-5",
            "0x5",
            "5h",
            "5_",
            " 5",
            "5 ",
            "5\t",
            "",
            "5;a",
            "5;a=b",
            "5 ; a = b",
            "5;a=\"b;c\"",
            "5;a=\"",
            "5;a=\"\u00ff\"",
            "5;",
            "5;;",
            "5;=",
            "5;a ",
            "5;a b",
            "5;\u0001",
            "5;\u00e4",
            "5;a\rb",
            "5;a\nb",
            "5\n",
            "5\r",
            "5;a=\"\r\n",
            "100000005",
            "0000000000000005",
            "10000000000000005")) {
      cases.add(CHUNKED + size + "\r\nhello\r\n0\r\n\r\n" + NEXT);
      cases.add(CHUNKED + "5\r\nhello\r\n" + size + "\r\nhello\r\n0\r\n\r\n" + NEXT);
    }
    for (String end :
        List.of(
            "0\r\n\r\n",
            "000\r\n\r\n",
            "0\n\r\n",
            "0\r\n\n",
            "0\r\nX: y\r\n\r\n",
            "0\r\nX: y\n\r\n",
            "0\r\nX : y\r\n\r\n",
            "0\r\n X: y\r\n\r\n",
            "0\r\nX: y\r\n z\r\n\r\n",
            "0\r\nX\r\n\r\n",
            "0\r\n: y\r\n\r\n",
            "0\r\nX: \u0000\r\n\r\n",
            "0\r\nContent-Length: 5\r\n\r\n",
            "0\r\nContent-Length: \u007f\r\n\r\n",
            "0\r\nTransfer-Encoding: gzip\r\n\r\n",
            "0\r\nHost: b\r\n\r\n",
            "0\r\n",
            "hello",
            "")) {
      cases.add(CHUNKED + "5\r\nhello\r\n" + end + NEXT);
      cases.add(CHUNKED + "5\r\nhello" + end + NEXT);
      cases.add(CHUNKED + "5\r\nhello\n" + end + NEXT);
    }
    for (String host :
        List.of("", "Host:\r\n", "Host: a,b\r\n", "Host: a:b\r\n", "Host: u@a\r\n")) {
      cases.add("GET / HTTP/1.1\r\n" + host + "\r\n" + NEXT);
      cases.add("GET http://a/ HTTP/1.0\r\n" + host + "\r\n" + NEXT);
    }
    cases.add(NEXT + "\r");
    cases.add(CHUNKED.replace("1.1", "1.2") + "0\r\n\r\n" + NEXT);
    cases.add(POST + "X: y\r\n".repeat(100) + "\r\n" + NEXT);
    return List.copyOf(cases);
  }

  /** Two of them behind each other, with some bytes put in, left out or exchanged. */
  static byte[] mutated(RandomGenerator random) {
    var wire =
        new StringBuilder(ALL.get(random.nextInt(ALL.size())))
            .append(ALL.get(random.nextInt(ALL.size())));
    String bytes = "\r\n\t :;,\"=0123456789abcxHh/%#*\u0000\u007f\u0080\u00ff";
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(wire.length());
      char c = bytes.charAt(random.nextInt(bytes.length()));
      switch (random.nextInt(4)) {
        case 0 -> wire.deleteCharAt(at);
        case 1 -> wire.insert(at, c);
        case 2 -> wire.setCharAt(at, c);
        default -> wire.insert(at, wire.substring(at, Math.min(wire.length(), at + 10)));
      }
    }
    return Pieces.bytes(wire.toString());
  }
}
