package net.brim.engine.fastcgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.brim.engine.http1.Pieces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records of one request, however they are cut and whatever comes between them. */
final class RequestStreamsTest {

  private static final int CASES = Integer.getInteger("brim.fuzz.cases", 20_000);
  private static final long SEED = Long.getLong("brim.fuzz.seed", 20261120);
  private static final String HEAD = "REQUEST_METHOD=POST|REQUEST_URI=/a|CONTENT_LENGTH=";

  private static Records params(String head) {
    return new Records().params(1, head).params(1, "");
  }

  private static Records good() {
    return params(HEAD + "5").stdin(1, "he").stdin(1, "llo").stdin(1, "");
  }

  /** Checks what is read, in pieces of any size. */
  private static void assertRead(Records records, String... expected) {
    byte[] wire = records.bytes();
    for (int size = 1; size <= wire.length; size++) {
      assertEquals(List.of(expected), Dialogue.read(Pieces.of(wire, size)), "pieces of " + size);
    }
  }

  private static void assertRefused(int status, Records records) {
    List<String> read = Dialogue.read(Pieces.of(records.bytes(), 1 << 20));
    assertTrue(read.getLast().startsWith(status + " "), read::toString);
  }

  @Test
  void readsARequest() {
    assertRead(good(), "POST /a 5", "hello", "length 5");
  }

  @Test
  void paramsMayBeCutAnywhere() {
    byte[] pairs = Records.pairs(HEAD + "0|HTTP_X=" + "y".repeat(300));
    for (int cut = 1; cut < pairs.length; cut++) {
      var records =
          new Records()
              .record(4, 1, Arrays.copyOf(pairs, cut))
              .record(4, 1, Arrays.copyOfRange(pairs, cut, pairs.length))
              .params(1, "")
              .stdin(1, "");
      assertEquals(
          List.of("POST /a 0", "", "length 0"), Dialogue.read(Pieces.of(records.bytes(), 50)));
    }
  }

  @Test
  void aBodyOfUnknownLengthEndsWithItsStream() {
    assertRead(params(HEAD).stdin(1, "hello").stdin(1, ""), "POST /a -1", "hello", "length -1");
    assertRead(params(HEAD).stdin(1, ""), "POST /a -1", "", "length 0");
  }

  @Test
  void anEmptyBodyHasAnEnd() {
    assertRead(params(HEAD + "0"), "POST /a 0", "incomplete");
    assertRead(params(HEAD + "0").stdin(1, ""), "POST /a 0", "", "length 0");
  }

  @Test
  void whatIsAboutOthersIsPassedOver() {
    Records records =
        new Records()
            .stdin(7, "stray")
            .params(7, "A=b")
            .record(8, 1, (byte) 1)
            .params(1, HEAD + "5")
            .record(2, 300)
            .params(1, "")
            .stdin(1, "he")
            .record(8, 1)
            .stdin(2, "no")
            .stdin(1, "llo")
            .stdin(1, "");
    assertRead(records, "POST /a 5", "hello", "length 5");
  }

  @Test
  void questionsAboutTheConnectionAreAnswered() {
    byte[] names = Records.pairs("FCGI_MPXS_CONNS=|FCGI_MAX_CONNS=|FCGI_X=|FCGI_MAX_REQS=");
    Records records =
        params(HEAD + "5").record(9, 0, names).stdin(1, "hello").record(99, 0).stdin(1, "");
    assertRead(
        records,
        "POST /a 5",
        "hello",
        "length 5",
        "record 10 0 \17\1FCGI_MPXS_CONNS0\16\1FCGI_MAX_CONNS7\15\1FCGI_MAX_REQS7",
        "record 11 0 c\0\0\0\0\0\0\0");
  }

  @Test
  void anotherRequestMeanwhileIsRefusedAndTheFirstGoesOn() {
    Records records =
        params(HEAD + "5")
            .stdin(1, "he")
            .begin(2, 1, 1)
            .params(2, "REQUEST_METHOD=GET|REQUEST_URI=/evil")
            .stdin(1, "llo")
            .params(2, "")
            .stdin(2, "evil")
            .stdin(1, "");
    assertRead(records, "POST /a 5", "hello", "length 5", "record 3 2 \0\0\0\0\1\0\0\0");
  }

  @Test
  void anAbortEndsIt() {
    assertRead(new Records().params(1, HEAD).record(2, 1), "aborted");
    assertRead(params(HEAD + "5").stdin(1, "he").record(2, 1), "POST /a 5", "aborted");
  }

  @Test
  void aBodyMustBeAsLongAsWasSaid() {
    assertRefused(400, params(HEAD + "6").stdin(1, "hello").stdin(1, ""));
    assertRefused(400, params(HEAD + "4").stdin(1, "hello").stdin(1, ""));
    assertRefused(400, params(HEAD + "0").stdin(1, "hello").stdin(1, ""));
    assertRefused(413, params(HEAD).stdin(1, "a".repeat(1001)).stdin(1, ""));
  }

  @Test
  void recordsOutOfTheirOrderAreRefused() {
    assertRefused(400, new Records().params(1, HEAD + "5").stdin(1, "hello"));
    assertRefused(400, params(HEAD + "5").params(1, "A=b"));
    assertRefused(400, params(HEAD + "5").begin(1, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 8})
  void aRecordOfARequestNeedsOne(int type) {
    assertRefused(400, new Records().record(type, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 6, 7, 9, 10, 11, 12, 255})
  void aRecordOfNoWebServerIsRefused(int type) {
    assertRefused(400, new Records().record(type, 1, (byte) 1));
    assertRefused(400, new Records().record(type, 2, (byte) 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 'G', 255})
  void anotherVersionIsRefused(int version) {
    assertRefused(400, new Records().raw(version, 4, 1, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\1",
        "\1\1",
        "\1\1A",
        "\2\1A",
        "\200\0\0",
        "\200\0\0\1",
        "\1\200\0\1A",
        "\377\377\377\377\0A",
        "\0\377\377\377\377",
        "\0\0",
        "\0\1A"
      })
  void namesAndValuesThatDoNotFitAreRefused(String pairs) {
    assertRefused(400, new Records().record(4, 1, Pieces.bytes(pairs)).params(1, ""));
    assertRefused(400, new Records().record(9, 0, Pieces.bytes("\1")));
  }

  @Test
  void paramsHaveALimit() {
    var records = new Records();
    for (int i = 0; i < 4; i++) {
      records.record(4, 1, new byte[60_000]);
    }
    assertRefused(431, records);
  }

  @Test
  void everyBeginningIsIncomplete() {
    byte[] wire = good().bytes();
    for (int end = 1; end < wire.length - 8; end++) {
      byte[] part = Arrays.copyOf(wire, end);
      assertEquals("incomplete", Dialogue.read(Pieces.of(part, end)).getLast(), "at " + end);
    }
  }

  @Test
  void brokenRecordsReadTheSameInAnySplit() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    int broken = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] wire = wire(random);
      String message = "case " + i + " of seed " + SEED;
      List<String> whole = Dialogue.read(Pieces.of(wire, wire.length + 1));
      assertFalse(whole.toString().contains("unexpected"), message);
      assertEquals(whole, Dialogue.read(Pieces.byteByByte(wire)), message);
      assertEquals(whole, Dialogue.read(Pieces.random(wire, random)), message);
      broken += whole.contains("hello") ? 0 : 1;
    }
    int cases = broken;
    assertTrue(cases > CASES / 10 && cases < CASES, () -> cases + " of " + CASES + " were broken");
  }

  /** A good request with records among its own, then cut and poisoned here and there. */
  private static byte[] wire(RandomGenerator random) {
    List<UnaryOperator<Records>> others =
        List.of(
            records -> records,
            records -> records.record(9, 0, Records.pairs("FCGI_MAX_REQS=")),
            records -> records.record(random.nextInt(256), random.nextInt(4)),
            records -> records.stdin(2, "x".repeat(random.nextInt(30))),
            records -> records.begin(2, random.nextInt(3), 0),
            records -> records.record(8, 1, (byte) 1));
    var records = new Records();
    others.get(random.nextInt(others.size())).apply(records).params(1, HEAD + "5");
    others.get(random.nextInt(others.size())).apply(records).params(1, "").stdin(1, "he");
    others.get(random.nextInt(others.size())).apply(records).stdin(1, "llo");
    others.get(random.nextInt(others.size())).apply(records).stdin(1, "");
    byte[] wire = records.bytes();
    for (int n = random.nextInt(3); n > 0; n--) {
      wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(wire, 1 + random.nextInt(wire.length)) : wire;
  }
}
