package net.brim.engine.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.brim.engine.http.HttpSettings;
import org.junit.jupiter.api.Test;

/**
 * Generated connections, most of them broken somewhere: however the bytes are split, they are read
 * as the same, nothing but a refusal or an end comes out, and no more is kept than the limits
 * allow.
 */
final class ParserFuzzTest {

  private static final int CASES = Integer.getInteger("brim.fuzz.cases", 20_000);
  private static final long SEED = Long.getLong("brim.fuzz.seed", 20261120);
  private static final HttpSettings LIMITS = HeadReaderTest.limits(200, 400, 12, 4000);

  private static final List<String> PARTS =
      List.of(
          "GET",
          "POST",
          "OPTIONS",
          "CONNECT",
          " ",
          "/",
          "*",
          "/a?b",
          "http://a/",
          "/%41",
          "/%",
          "#",
          " HTTP/1.1\r\n",
          " HTTP/1.0\r\n",
          " HTTP/2.0\r\n",
          "\r\n",
          "\n",
          "\r",
          "\r\n\r\n",
          "Host: a\r\n",
          "Host: b\r\n",
          "Content-Length: 5\r\n",
          "Content-Length: 0\r\n",
          "Content-Length: 99999999999\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: gzip\r\n",
          "Connection: close\r\n",
          "Expect: 100-continue\r\n",
          "X: y\r\n",
          " folded\r\n",
          ":",
          "\u0000",
          "\u00ff",
          "\t",
          "5\r\n",
          "hello",
          "hello\r\n",
          "0\r\n\r\n",
          "0\r\nX: y\r\n\r\n",
          "A;b=c\r\n",
          "fffffffffffffff\r\n",
          "0123456789");

  @Test
  void anySplitReadsTheSame() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    for (int i = 0; i < CASES; i++) {
      byte[] wire = wire(random);
      String message = "case " + i + " of seed " + SEED;
      Transcript whole = Transcript.of(Pieces.of(wire, wire.length + 1), LIMITS);
      assertFalse(whole.last().startsWith("unexpected"), () -> message + ": " + whole.last());
      assertEquals(whole, Transcript.of(Pieces.byteByByte(wire), LIMITS), message);
      Pieces pieces = Pieces.random(wire, random);
      assertEquals(whole, Transcript.of(pieces, LIMITS), message);
      assertTrue(pieces.largestWindow() <= 200 + 400 + 40, message);
    }
  }

  /** A good connection, then cut, doubled, swapped and poisoned here and there. */
  static byte[] wire(RandomGenerator random) {
    var out = new ByteArrayOutputStream();
    int requests = 1 + random.nextInt(3);
    for (int i = 0; i < requests; i++) {
      if (random.nextInt(4) > 0) {
        out.writeBytes(Pieces.bytes(request(random)));
      } else {
        for (int n = random.nextInt(12); n >= 0; n--) {
          out.writeBytes(Pieces.bytes(PARTS.get(random.nextInt(PARTS.size()))));
        }
      }
    }
    byte[] wire = out.toByteArray();
    for (int n = random.nextInt(3); n > 0 && wire.length > 0; n--) {
      wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
    }
    return wire;
  }

  private static String request(RandomGenerator random) {
    String fields = random.nextBoolean() ? "X-A: " + "v".repeat(random.nextInt(60)) + "\r\n" : "";
    return switch (random.nextInt(4)) {
      case 0 -> "GET /p%41th?q HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
      case 1 -> "POST / HTTP/1.1\r\n" + fields + "Host: a\r\nContent-Length: 5\r\n\r\nhello";
      case 2 -> "HEAD / HTTP/1.0\r\n" + fields + "Connection: keep-alive\r\n\r\n";
      default ->
          "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
              + fields
              + "\r\n5;x\r\nhello\r\n1\r\n!\r\n0\r\nX-T: 1\r\n\r\n";
    };
  }
}
