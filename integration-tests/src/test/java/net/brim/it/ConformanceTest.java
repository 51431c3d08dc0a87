package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A corpus of raw requests, sent to the real server: whole, byte by byte and in random pieces. It
 * stands beside the repository and is not part of it.
 */
final class ConformanceTest {

  private static final Path CORPUS =
      Distribution.REPOSITORY.resolve("../shared/conformance/http1-requests.json").normalize();

  private static final int MOST_BYTE_BY_BYTE = 4096;

  /** Behind the id of an entry that was given the Host field it lacks. */
  private static final String HOSTED = "+host";

  /** Its second request line is the body of the first. */
  private static final String NOT_HOSTED = "valid/020";

  private static final Pattern REQUEST_LINE = Pattern.compile("( HTTP/1\\.1\r\n)");
  private static final Pattern HOST = Pattern.compile("\r\nhost *:", Pattern.CASE_INSENSITIVE);

  private static final Set<Integer> REFUSALS = Set.of(400, 413, 414, 417, 431, 501, 505);

  /** Where the entries made for limits of their own go, and how they are refused. */
  private static final Map<String, Limited> LIMITED =
      Map.of(
          "invalid/006",
          new Limited(8902, 414),
          "invalid/007",
          new Limited(8902, 431),
          "invalid/008",
          new Limited(8902, 431),
          "invalid/011",
          new Limited(8903, 431),
          "invalid/012",
          new Limited(8904, 431),
          "invalid/017" + HOSTED,
          new Limited(8902, 431),
          "invalid/010" + HOSTED,
          new Limited(8905, 431),
          "invalid/limit_header_default_01",
          new Limited(8902, 431));

  /** How the ids of entries begin that are made for a server behind a PROXY protocol. */
  private static final Pattern PROXIED = Pattern.compile("(valid|invalid)/pp_.*");

  private static final int PROXIED_PORT = 8906;

  /** Where our verdict differs from that of the corpus: the status that we give, and why. */
  private static final Map<String, String> DIFFERENCES = differences();

  @RegisterExtension static final Brimd BRIMD = new Brimd();

  /** How the bytes of one connection are cut into writes. */
  private interface Cut {
    List<byte[]> pieces(byte[] bytes);
  }

  /**
   * What an entry meets on a server with options of the same meaning.
   *
   * @param port as the configuration has it
   * @param status the refusal
   */
  private record Limited(int port, int status) {}

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
            "025",
            "025_line",
            "029",
            "030",
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
    differences.put("valid/rfc9112_smuggle_gzip_chunked_01", "501 gzip: RFC 9112, 6.1");
    differences.put("valid/rfc9112_smuggle_te_identity_chunked_01", "501 identity: RFC 9112, 7");
    differences.put("valid/rfc9112_target_absolute_userinfo_01", "400 userinfo: RFC 9110, 4.2.4");
    differences.put("valid/028", "400 space before the colon: RFC 9112, 5.1; we have no option");
    differences.put("valid/compat_obs_fold", "400 line folding: RFC 9112, 5.2; no option");
    differences.put("valid/compat_obs_fold_huge", "400 line folding: RFC 9112, 5.2; no option");
    differences.put("valid/pp_02", "400 no Host in HTTP/1.1: RFC 9112, 3.2");
    differences.put("valid/pp_03", "nothing no PROXY header: its specification, section 2");
    for (String id : List.of("pp_01", "pp_02", "pp_03")) {
      differences.put("invalid/" + id, "nothing an invalid PROXY header: nobody speaks HTTP yet");
    }
    differences.put("valid/005" + HOSTED, "400 a fragment in the target: RFC 9112, 3.2");
    differences.put("valid/009" + HOSTED, "400 a fragment in the target: RFC 9112, 3.2");
    differences.put("valid/025" + HOSTED, "501 the transfer coding gzip: RFC 9112, 6.1");
    differences.put("valid/025_line" + HOSTED, "501 the transfer coding gzip: RFC 9112, 6.1");
    differences.put("valid/028" + HOSTED, "400 space before the colon: RFC 9112, 5.1; no option");
    differences.put("valid/029" + HOSTED, "501 identity is no transfer coding: RFC 9112, 7");
    differences.put("valid/030" + HOSTED, "501 identity is no transfer coding: RFC 9112, 7");
    differences.put("valid/031compat" + HOSTED, "200 a method has its case: RFC 9110, 9.1");
    differences.put("valid/040", "400 names that hide others behind CGI: RFC 3875, 4.1.18");
    differences.put("valid/040_compat", "400 names that hide others: likewise; no option");
    differences.put("valid/099", "nothing 8599 bytes of the 17914 announced: RFC 9112, 8");
    differences.put("valid/compat_obs_fold_huge" + HOSTED, "400 line folding: RFC 9112, 5.2");
    differences.put("invalid/003c" + HOSTED, "200 a method is any token: RFC 9110, 9.1");
    differences.put(
        "invalid/019" + HOSTED, "200 X-Forwarded-Ssl is not looked at, so nothing contradicts");
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

        [http#defaults-of-the-corpus]
        port = 8902
        apps = mirror
        access_log = off
        max_request_line = 4094
        max_request_header_size = 8190

        [http#two-fields]
        port = 8903
        apps = mirror
        access_log = off
        max_request_headers = 2

        [http#short-fields]
        port = 8904
        apps = mirror
        access_log = off
        max_request_header_size = 98

        [http#tiny-fields]
        port = 8905
        apps = mirror
        access_log = off
        max_request_header_size = 16

        [http#proxied]
        port = 8906
        apps = mirror
        access_log = off
        proxy_protocol = yes

        [mirror]
        call = mirror.Mirror
        """);
    BRIMD.started();
  }

  @Test
  void theWholeCorpusIsReadAsItShouldBe() throws IOException {
    var random = new Random(20261120);
    var verdicts = new TreeMap<String, String>();
    for (JsonNode entry : Brimd.json(Files.readString(CORPUS))) {
      String id = entry.get("id").asString();
      byte[] bytes = Base64.getDecoder().decode(entry.get("bytes_base64").asString());
      judge(id, entry, bytes, random, verdicts);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (!id.equals(NOT_HOSTED)
          && REQUEST_LINE.matcher(text).find()
          && !HOST.matcher(text).find()) {
        String hosted = REQUEST_LINE.matcher(text).replaceAll("$1Host: a\r\n");
        byte[] bytesWithHost = hosted.getBytes(StandardCharsets.ISO_8859_1);
        judge(id + HOSTED, entry, bytesWithHost, random, verdicts);
      }
    }
    assertEquals(String.join("\n", DIFFERENCES.keySet()), String.join("\n", verdicts.keySet()));
    verdicts.forEach((id, statuses) ->
        assertTrue(DIFFERENCES.get(id).startsWith(statuses + " "), () -> id + " gave " + statuses));
    BRIMD.stopped();
  }

  /** Sends an entry in all ways, and notes the statuses where they are not what it asks for. */
  private static void judge(
      String id, JsonNode entry, byte[] bytes, Random random, Map<String, String> verdicts)
      throws IOException {
    Limited limited = LIMITED.get(id);
    int proxied = PROXIED.matcher(id).matches() ? PROXIED_PORT : 8901;
    int port = BRIMD.port(limited == null ? proxied : limited.port());
    List<RawClient.Response> whole = send(port, bytes, all -> List.of(all));
    assertEquals(texts(whole), texts(send(port, bytes, all -> cut(all, random))), id);
    if (bytes.length <= MOST_BYTE_BY_BYTE) {
      assertEquals(texts(whole), texts(send(port, bytes, ConformanceTest::single)), id);
    }
    List<Integer> statuses = whole.stream().map(RawClient.Response::status).toList();
    if (limited != null) {
      assertEquals(List.of(limited.status()), statuses, id);
    } else if (!isRight(entry, id.endsWith(HOSTED), whole)) {
      verdicts.put(
          id,
          statuses.isEmpty()
              ? "nothing"
              : String.join(" ", statuses.stream().map(String::valueOf).toList()));
    }
  }

  /** Whether the responses are what the corpus asks for. */
  private static boolean isRight(
      JsonNode entry, boolean hosted, List<RawClient.Response> responses) {
    List<Integer> statuses = responses.stream().map(RawClient.Response::status).toList();
    return switch (entry.get("outcome").asString()) {
      case "accept" -> isMirrored(entry.get("requests"), hosted, responses);
      case "reject" -> !statuses.isEmpty() && REFUSALS.contains(statuses.getLast());
      default -> statuses.stream().noneMatch(status -> status < 400);
    };
  }

  private static boolean isMirrored(
      JsonNode requests, boolean hosted, List<RawClient.Response> responses) {
    if (requests.size() != responses.size()) {
      return false;
    }
    for (int i = 0; i < requests.size(); i++) {
      RawClient.Response response = responses.get(i);
      if (response.status() != 200) {
        return false;
      }
      JsonNode image = Brimd.json(response.text());
      if (hosted && image.get("version").asString().equals("1.1")) {
        ((ArrayNode) image.get("headers")).remove(0);
      }
      if (!agrees(requests.get(i), image)) {
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
  private static List<RawClient.Response> send(int port, byte[] bytes, Cut cut) throws IOException {
    var responses = new ArrayList<RawClient.Response>();
    try (RawClient client = RawClient.connect(port)) {
      for (byte[] piece : cut.pieces(bytes)) {
        if (!client.trySend(piece)) {
          break; // refused already, and closed
        }
      }
      client.trySendEnd();
      while (client.hasMore()) {
        responses.add(client.read());
      }
    } catch (SocketException e) {
      // Nothing was read of what follows a missing PROXY header, so that its end is a reset.
      assertEquals(BRIMD.port(PROXIED_PORT), port, () -> e.getMessage() + " after " + responses);
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
