package net.brim.engine.scgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.brim.engine.cgi.CgiHead;
import net.brim.engine.http.HttpSettings;
import net.brim.engine.http.MalformedRequest;
import net.brim.engine.http1.Pieces;
import net.brim.engine.hub.ByteSource;
import net.brim.engine.hub.ClientGoneException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heads of SCGI requests, however they are cut. */
final class ScgiReaderTest {

  private static final HttpSettings LIMITS = HttpSettings.DEFAULT;
  private static final int CASES = Integer.getInteger("brim.fuzz.cases", 20_000);
  private static final long SEED = Long.getLong("brim.fuzz.seed", 20261120);

  private static final String REST = "SCGI|1|REQUEST_METHOD|POST|REQUEST_URI|/a|";
  private static final String GOOD = "CONTENT_LENGTH|5|" + REST;

  /** The variables with their length, {@code |} standing for NUL. */
  private static String netstring(String variables) {
    return variables.length() + ":" + variables.replace('|', '\0') + ",";
  }

  private static String read(ByteSource source) {
    try {
      CgiHead head = new ScgiReader(source, LIMITS).read();
      return head.method() + " " + head.target().text() + " " + head.contentLength();
    } catch (MalformedRequest e) {
      return e.status().code() + " " + e.getMessage();
    } catch (ClientGoneException e) {
      return "incomplete";
    } catch (IOException e) {
      return "unexpected " + e;
    }
  }

  @Test
  void readsARequestHoweverItIsCut() {
    byte[] wire = Pieces.bytes(netstring(GOOD) + "hello");
    for (int size = 1; size <= wire.length; size++) {
      assertEquals("POST /a 5", read(Pieces.of(wire, size)), "in pieces of " + size);
    }
  }

  @Test
  void leavesTheBodyAlone() throws IOException {
    Pieces source = Pieces.whole(netstring(GOOD) + "hello");
    source.more();
    var _ = new ScgiReader(source, LIMITS).read();
    assertEquals(5, source.limit() - source.position());
    assertEquals('h', source.array()[source.position()]);
  }

  @Test
  void everyBeginningIsIncomplete() {
    String wire = netstring(GOOD);
    for (int end = 1; end < wire.length(); end++) {
      assertEquals("incomplete", read(Pieces.whole(wire.substring(0, end))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":,",
        "0:,",
        "00:,",
        "05:A|B|,",
        "+5:A|B|,",
        "-1:,",
        " 5:A|B|,",
        "0x5:A|B|,",
        "5 :A|B|,",
        "5",
        "GET / HTTP/1.1\r\n",
        "4:A|B|,",
        "6:A|B|,,",
        "1:|,",
        "2:||,",
        "3:A|B,",
        "17:CONTENT_LENGTH|5|;"
      })
  void refusesWhatIsNoNetstringOfPairs(String wire) {
    String read = read(Pieces.whole((wire + "xxxxxxxx").replace('|', '\0')));
    assertTrue(read.startsWith("400 "), read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REST,
        REST + "CONTENT_LENGTH|5|",
        "content_length|5|" + REST,
        "CONTENT_LENGTH||" + REST,
        "CONTENT_LENGTH|-5|" + REST,
        "CONTENT_LENGTH|5|" + REST + "CONTENT_LENGTH|5|",
        "CONTENT_LENGTH|5|REQUEST_METHOD|GET|REQUEST_URI|/|",
        "CONTENT_LENGTH|5|SCGI|2|REQUEST_METHOD|GET|REQUEST_URI|/|",
        "CONTENT_LENGTH|5|SCGI||REQUEST_METHOD|GET|REQUEST_URI|/|",
        GOOD + "A",
        GOOD + "A|",
        GOOD + "|b|",
        GOOD + "SCGI|1|",
        GOOD + "HTTP_A|b\nc|"
      })
  void refusesWhatIsNoRequest(String variables) {
    String read = read(Pieces.whole(netstring(variables)));
    assertTrue(read.startsWith("400 "), read);
  }

  @Test
  void aLengthBeyondAllLimitsIsRefusedAtOnce() {
    for (String length : List.of("999999", "2147483648", "99999999999999999999")) {
      String read = read(Pieces.whole(length));
      assertTrue(read.startsWith("431 "), read);
    }
  }

  @Test
  void brokenRequestsReadTheSameInAnySplit() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    byte[] good = Pieces.bytes(netstring(GOOD + "HTTP_HOST|a|HTTP_X|y|") + "hello");
    int broken = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] wire = java.util.Arrays.copyOf(good, good.length - random.nextInt(4));
      for (int n = random.nextInt(3); n > 0; n--) {
        wire[random.nextInt(wire.length)] =
            random.nextBoolean() ? good[random.nextInt(good.length)] : (byte) random.nextInt(256);
      }
      String message = "case " + i + " of seed " + SEED;
      String whole = read(Pieces.of(wire, wire.length));
      assertFalse(whole.startsWith("unexpected"), message);
      assertEquals(whole, read(Pieces.byteByByte(wire)), message);
      assertEquals(whole, read(Pieces.random(wire, random)), message);
      broken += whole.startsWith("POST") ? 0 : 1;
    }
    int cases = broken;
    assertTrue(cases > CASES / 10, () -> cases + " of " + CASES + " were broken");
  }
}
