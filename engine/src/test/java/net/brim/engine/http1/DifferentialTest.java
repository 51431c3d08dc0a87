package net.brim.engine.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import net.brim.engine.http.HttpSettings;
import org.junit.jupiter.api.Test;

/**
 * The same bytes, read by us and by Netty's decoder in its strictest mode: both see the same
 * requests with the same fields and bodies, save where one of them refuses for a reason in a list.
 */
final class DifferentialTest {

  private static final int CASES = Integer.getInteger("brim.differential.cases", 5_000);
  private static final long SEED = Long.getLong("brim.fuzz.seed", 20261120);
  private static final HttpSettings LIMITS = HttpSettings.DEFAULT;

  /** It stands beside the repository and is not part of it. */
  private static final Path CORPUS = Path.of("../../shared/conformance/http1-requests.json");

  /** How our refusal of what Netty takes begins; what it refuses, and what decides. */
  private static final Map<String, String> WE_REFUSE =
      Map.ofEntries(
          Map.entry("A chunk extension has no name", "half extensions: RFC 9112, 7.1.1"),
          Map.entry("A chunk size has more than", "sizes of sixteen digits: RFC 9112, 7.1"),
          Map.entry("A chunk size is followed by", "blanks, words behind a size: RFC 9112, 7.1.1"),
          Map.entry("A header line does not begin", "folded lines: RFC 9112, 5.2"),
          Map.entry("A trailer line has a", "DEL, CR in what Netty leaves out: RFC 9110, 5.5"),
          Map.entry("A trailer line does not begin", "folded trailers: RFC 9112, 5.2"),
          Map.entry("An HTTP/1.1 request needs a Host", "no Host: RFC 9112, 3.2"),
          Map.entry("Only 100-continue can be", "other expectations, 417: RFC 9110, 10.1.1"),
          Map.entry("Only HTTP/1.1 and HTTP/1.0", "HTTP/0.9 and 2.0, 505: RFC 9110, 15.6.6"),
          Map.entry("Only OPTIONS may have", "GET *: RFC 9112, 3.2.4"),
          Map.entry("Only the transfer coding", "gzip, chunked, 501: RFC 9112, 6.1"),
          Map.entry("The Host field is not", "malformed and listed hosts: RFC 9112, 3.2"),
          Map.entry(Reading.EMPTY_LINE, "nothing: we wait for what follows it, RFC 9112, 2.2"),
          Map.entry("The authority of the request", "http://user@host/: RFC 9110, 4.2.4"),
          Map.entry("The field ", "fields that no trailer may have: RFC 9110, 6.5.1"),
          Map.entry("The header name ", "underscores that hide a name: RFC 3875, 4.1.18"),
          Map.entry("The request line does not begin", "bytes before a method: RFC 9112, 2.2"),
          Map.entry("The request line does not end", "other protocols' names: RFC 9112, 2.3"),
          Map.entry("The request target and the Host", "two hosts: RFC 9112, 3.2"),
          Map.entry("The request target has a", "%zz and %00: RFC 3986, 2.1"),
          Map.entry("The request target is missing", "raw bytes and fragments: RFC 9112, 3.2"),
          Map.entry("The request target must begin", "GET a, GET ftp://a/: RFC 9112, 3.2"),
          Map.entry("The target of CONNECT must", "CONNECT /: RFC 9112, 3.2.3"),
          Map.entry("There are more than 100 header", "a hundred fields, 431: RFC 6585, 5"),
          Map.entry("There is more than one Content-L", "in HTTP/1.0, too: RFC 9112, 6.3"),
          Map.entry("There is more than one Host", "two hosts: RFC 9112, 3.2"),
          Map.entry("There is more than one content-t", "single values: RFC 9110, 5.3"),
          Map.entry("Transfer-Encoding must be", "empty elements of its list: no sender has them"));

  /** What Netty says where it refuses what we take, and why we take it. */
  private static final Map<String, String> NETTY_REFUSES =
      Map.of(
          "The Transfer-Encoding header is only allowed in HTTP/1.1 or newer",
          "HTTP/1.2 is newer, and is read as HTTP/1.1: RFC 9110, 2.5",
          "bitIndex < 0",
          "the byte 0xFF may stand in a quoted string: RFC 9110, 5.6.4");

  private final Set<String> met = new TreeSet<>();

  @Test
  void theListSaysWhatThereIs() {
    for (String wire : StrictCases.ALL) {
      compare(Pieces.bytes(wire));
    }
    var list = new TreeSet<>(WE_REFUSE.keySet());
    list.addAll(NETTY_REFUSES.keySet());
    assertEquals(list, met, "what is in the list, and what was met");
  }

  @Test
  void generatedBytesShowNoOtherDifference() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    for (int i = 0; i < CASES; i++) {
      compare(ParserFuzzTest.wire(random));
      compare(StrictCases.mutated(random));
    }
    assertTrue(met.size() > WE_REFUSE.size() / 2, () -> "differences met: " + met);
  }

  @Test
  void theCorpusShowsNoOtherDifference() throws IOException {
    assumeTrue(Files.exists(CORPUS), () -> "the corpus is not there: " + CORPUS);
    var bytes =
        Pattern.compile("\"bytes_base64\": *\"([^\"]*)\"").matcher(Files.readString(CORPUS));
    int count = 0;
    while (bytes.find()) {
      compare(Base64.getDecoder().decode(bytes.group(1)));
      count++;
    }
    int found = count;
    assertTrue(found > 100, () -> "requests in the corpus: " + found);
  }

  private void compare(byte[] wire) {
    Reading ours = Reading.ours(wire, LIMITS);
    Reading other = NettyReading.of(wire, LIMITS);
    String text = new String(wire, StandardCharsets.ISO_8859_1);
    int both = Math.min(ours.requests().size(), other.requests().size());
    assertEquals(ours.requests().subList(0, both), other.requests().subList(0, both), text);
    int more = Integer.compare(ours.requests().size(), other.requests().size());
    if (more == 0) {
      more = Boolean.compare(ours.stopped().isEmpty(), other.stopped().isEmpty());
    }
    if (more > 0) {
      met.add(reason(NETTY_REFUSES, other.stopped(), text));
    } else if (more < 0) {
      met.add(reason(WE_REFUSE, ours.stopped(), text));
    }
  }

  private static String reason(Map<String, String> list, String refusal, String wire) {
    return list.keySet().stream()
        .filter(refusal::startsWith)
        .findFirst()
        .orElseThrow(() -> new AssertionError("only one refuses, '" + refusal + "': " + wire));
  }
}
