package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * A corpus of raw requests, sent to the real server: whole, byte by byte and in random pieces. It
 * stands beside the repository and is not part of it.
 */
final class ConformanceTest {

  private static final Path CORPUS =
      Distribution.REPOSITORY.resolve("../shared/conformance/http1-requests.json").normalize();

  private static final int MOST_BYTE_BY_BYTE = 4096;

  /** Where our verdict differs from that of the corpus: the status that we give, and why. */
  private static final Map<String, String> DIFFERENCES = differences();

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  /** How the bytes of one connection are cut into writes. */
  private interface Cut {
    List<byte[]> pieces(byte[] bytes);
  }

  private static Map<String, String> differences() {
    var differences = new TreeMap<String, String>();
    for (String id :
        List.of(
            "004",
            "006",
            "007",
            "010",
            "011",
            "012",
            "013",
            "014",
            "018",
            "021",
            "023",
            "031",
            "031compat",
            "031compat2",
            "100")) {
      differences.put("valid/" + id, "400 no Host in HTTP/1.1: RFC 9112, 3.2");
    }
    differences.put("valid/022", "200 400 no Host in the second request: RFC 9112, 3.2");
    differences.put("valid/005", "400 a fragment in the target: RFC 9112, 3.2");
    differences.put("valid/009", "400 a fragment in the target: RFC 9112, 3.2");
    differences.put("valid/027", "400 a byte beyond ASCII in the target: RFC 3986, 2");
    differences.put("valid/025", "501 the transfer coding gzip: RFC 9112, 6.1");
    differences.put("valid/025_line", "501 the transfer coding gzip: RFC 9112, 6.1");
    differences.put("valid/rfc9112_smuggle_gzip_chunked_01", "501 gzip: RFC 9112, 6.1");
    differences.put("valid/029", "501 identity is no transfer coding: RFC 9112, 7");
    differences.put("valid/030", "501 identity is no transfer coding: RFC 9112, 7");
    differences.put("valid/rfc9112_smuggle_te_identity_chunked_01", "501 identity: RFC 9112, 7");
    differences.put("valid/rfc9112_target_absolute_userinfo_01", "400 userinfo: RFC 9110, 4.2.4");
    differences.put("valid/028", "400 space before the colon: RFC 9112, 5.1; we have no option");
    differences.put("valid/compat_obs_fold", "400 line folding: RFC 9112, 5.2; no option");
    differences.put("valid/compat_obs_fold_huge", "400 line folding: RFC 9112, 5.2; no option");
    for (String id : List.of("01", "02", "04", "05")) {
      differences.put("valid/pp_" + id, "400 PROXY protocol: not in this release");
    }
    differences.put("invalid/006", "200 a request line that is below our limit");
    differences.put("invalid/007", "200 a header that is below our limit");
    differences.put("invalid/008", "200 headers that are below our limit");
    differences.put("invalid/011", "200 a limit that is not set here: see HttpLimitsTest");
    differences.put("invalid/012", "200 we have no limit for a single field");
    differences.put("invalid/limit_header_default_01", "200 a header that is below our limit");
    differences.put("invalid/040", "200 an underscore is a token character: RFC 9110, 5.6.2");
    differences.put("valid/040", "200 likewise: the corpus's server leaves such headers out");
    differences.put("invalid/041", "200 Content-Type twice: no framing field; the app's to judge");
    return differences;
  }

  @BeforeAll
  static void start() {
    assumeTrue(Files.exists(CORPUS), () -> "the corpus is not there: " + CORPUS);
    Path classes = BRIMD.file("classes");
    Apps.compile(classes, Apps.source("mirror/Mirror.java"));
    BRIMD.conf(
        """
        [brim]
        classpath = classes

        [http]
        port = 8901
        apps = mirror
        access_log = off

        [mirror]
        call = mirror.Mirror
        """);
    BRIMD.started();
  }

  @Test
  void theWholeCorpusIsReadAsItShouldBe() throws IOException {
    var random = new Random(20261120);
    var verdicts = new LinkedHashMap<String, String>();
    for (JsonNode entry : Brimd.json(Files.readString(CORPUS))) {
      String id = entry.get("id").asString();
      byte[] bytes = Base64.getDecoder().decode(entry.get("bytes_base64").asString());
      List<RawClient.Response> whole = send(bytes, all -> List.of(all));
      assertEquals(texts(whole), texts(send(bytes, all -> cut(all, random))), id);
      if (bytes.length <= MOST_BYTE_BY_BYTE) {
        assertEquals(texts(whole), texts(send(bytes, ConformanceTest::single)), id);
      }
      String wrong = judge(entry, whole);
      if (!wrong.isEmpty()) {
        verdicts.put(id, wrong);
      }
    }
    assertEquals(
        String.join("\n", DIFFERENCES.keySet()),
        String.join("\n", new TreeMap<>(verdicts).keySet()));
    verdicts.forEach((id, statuses) ->
        assertTrue(DIFFERENCES.get(id).startsWith(statuses + " "), () -> id + " gave " + statuses));
    BRIMD.stopped();
  }

  /** Nothing where the responses are what the corpus asks for, else their statuses. */
  private static String judge(JsonNode entry, List<RawClient.Response> responses) {
    List<Integer> statuses = responses.stream().map(RawClient.Response::status).toList();
    boolean right =
        switch (entry.get("outcome").asString()) {
          case "accept" -> isMirrored(entry.get("requests"), responses);
          case "reject" -> !statuses.isEmpty() && statuses.getLast() >= 400;
          default -> statuses.stream().noneMatch(status -> status < 400);
        };
    return right ? "" : String.join(" ", statuses.stream().map(String::valueOf).toList());
  }

  private static boolean isMirrored(JsonNode requests, List<RawClient.Response> responses) {
    if (requests.size() != responses.size()) {
      return false;
    }
    for (int i = 0; i < requests.size(); i++) {
      RawClient.Response response = responses.get(i);
      if (response.status() != 200 || !agrees(requests.get(i), Brimd.json(response.text()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean agrees(JsonNode expected, JsonNode image) {
    return expected.properties().stream()
        .allMatch(property -> property.getValue().equals(image.get(property.getKey())));
  }

  private static List<String> texts(List<RawClient.Response> responses) {
    return responses.stream().map(response -> response.status() + " " + response.text()).toList();
  }

  /** All responses to one connection, until the server closes it. */
  private static List<RawClient.Response> send(byte[] bytes, Cut cut) throws IOException {
    var responses = new ArrayList<RawClient.Response>();
    try (RawClient client = RawClient.connect(BRIMD.port())) {
      for (byte[] piece : cut.pieces(bytes)) {
        if (!client.trySend(piece)) {
          break; // refused already, and closed
        }
      }
      client.trySendEnd();
      while (client.hasMore()) {
        responses.add(client.read());
      }
    }
    return responses;
  }

  private static List<byte[]> single(byte[] bytes) {
    var pieces = new ArrayList<byte[]>();
    for (byte b : bytes) {
      pieces.add(new byte[] {b});
    }
    return pieces;
  }

  private static List<byte[]> cut(byte[] bytes, Random random) {
    var pieces = new ArrayList<byte[]>();
    for (int i = 0; i < bytes.length; ) {
      int end = Math.min(bytes.length, i + 1 + random.nextInt(30));
      pieces.add(Arrays.copyOfRange(bytes, i, end));
      i = end;
    }
    return pieces;
  }
}
