package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of uploads, in a worker whose heap is much smaller than what is uploaded. */
class UploadTest {

  private static final String EXAMPLE = "examples/upload/";

  /** 300 MB; {@code -Dbrim.upload=5368709120} for 5 GB. */
  private static final long LARGE = Long.getLong("brim.upload", 300L << 20);

  private static final String HEAD =
      "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n";

  @RegisterExtension static final Brimd brimd = new Brimd();

  @BeforeAll
  static void start() {
    Clients.need("curl");
    brimd.compile("classes", Distribution.REPOSITORY.resolve(EXAMPLE + "src/upload/Upload.java"));
    String conf = Distribution.read(EXAMPLE + "brimd.conf");
    brimd.conf(LARGE > 300L << 20 ? conf : conf.replace("-Xmx64m", "-Xmx24m"));
    brimd.started();
  }

  @AfterAll
  static void stop() {
    brimd.stopped();
  }

  private static Outcome curl(String arguments) {
    return brimd.shell("curl -sS " + arguments + " http://127.0.0.1:8901/upload").exits(0);
  }

  private static RawClient.Response post(String body) throws IOException {
    try (RawClient client = RawClient.connect(brimd.port())) {
      client.send(HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body);
      return client.read();
    }
  }

  private static String part(String name, String content) {
    return "--b\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + content
        + "\r\n";
  }

  @Test
  void aFileMuchLargerThanTheHeapPassesThrough() throws IOException {
    try (var file = new RandomAccessFile(brimd.file("large").toFile(), "rw")) {
      file.setLength(LARGE); // a hole: it takes no room on the disk
    }
    String shown = curl("-F note=hello -F files=@large -w '%{time_total} s\\n'").out();
    String[] lines = shown.split("\n", -1);
    assertEquals("note is hello", lines[0]);
    assertEquals("files large has " + LARGE + " bytes", lines[1]);
    long worker = brimd.worker(0).get("pid").asLong();
    System.out.printf(
        "upload of %d bytes: %s, most memory of the worker %d kB%n",
        LARGE, lines[2], Processes.status(worker, "VmHWM:"));
    assertEquals(0, brimd.worker(0).get("restarts").asInt());
  }

  @Test
  void curlsFormsAreUnderstood() {
    brimd.write("a \"b\".txt", "one\r\n--b\r\ntwo");
    brimd.write("empty", "");
    assertEquals(
        """
        note is gr%C3%BCn%0Aund%20mehr
        files a%20%22b%22.txt has 13 bytes
        files empty has 0 bytes
        files %3Cb%3E has 13 bytes
        """,
        curl("-F 'note=grün\nund mehr' -F 'files=@\"a \\\"b\\\".txt\"' -F files=@empty"
                + " -F 'files=@\"a \\\"b\\\".txt\";filename=\"<b>\"'")
            .out());
  }

  @Test
  void aFormInChunksIsTheSame() {
    brimd.write("small", "12345");
    assertEquals(
        "files small has 5 bytes\n", curl("-H 'Transfer-Encoding: chunked' -F files=@small").out());
  }

  @Test
  void browsersGetAFormAndOtherMethodsAreTold() throws IOException {
    RawClient.Response form = RawClient.get(brimd.port(), "/upload");
    assertEquals(200, form.status());
    assertTrue(form.text().contains("multipart/form-data"), form::text);
    String head = curl("-X DELETE -D - -o /dev/null").out();
    assertTrue(head.startsWith("HTTP/1.1 405 "), head);
    assertTrue(head.contains("\r\nAllow: GET, HEAD, POST\r\n"), head);
    assertEquals("415", curl("-d a=b -o /dev/null -w '%{http_code}'").out());
  }

  @Test
  void formsThatBreakOffOrAreMalformedAre400() throws IOException {
    for (String body :
        new String[] {
          "",
          part("a", "x"),
          part("a", "x") + "--b-",
          part("a", "x") + "--bX\r\n",
          "x".repeat(100_000) + part("a", "x") + "--b--",
          "--b\r\nno colon\r\n\r\nx\r\n--b--"
        }) {
      RawClient.Response response = post(body);
      assertEquals(400, response.status(), body);
      assertEquals("text/plain; charset=utf-8", response.header("Content-Type"));
    }
    assertEquals("a is x\n", post(part("a", "x") + "--b--").text());
  }

  @Test
  void formsBeyondALimitAre413() throws IOException {
    assertEquals(413, post(part("a", "x").repeat(10_000) + "--b--").status());
    assertEquals(413, post(part("a", "x".repeat(5000)) + "--b--").status());
    String bomb = "--b\r\nContent-Disposition: form-data; name=a\r\n" + "X: y\r\n".repeat(100_000);
    assertEquals(413, post(bomb + "\r\nx\r\n--b--").status());
    try (RawClient client = RawClient.connect(brimd.port())) {
      client.send(HEAD + "Content-Length: " + (11L << 30) + "\r\n\r\n");
      assertEquals(413, client.read().status());
    }
  }

  @Test
  void anEndlessFormIsAnsweredBeforeItEnds() throws IOException {
    try (RawClient client = RawClient.connect(brimd.port())) {
      client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
      String noise = "no boundary ".repeat(1000);
      for (int i = 0; i < 5; i++) {
        client.send("%x\r\n%s\r\n".formatted(noise.length(), noise));
      }
      assertEquals(400, client.read().status());
    }
  }

  @Test
  void aFormInSingleBytesIsTheSame() throws IOException {
    String body = part("a", "x\r\n--c") + part("d", "") + "--b--";
    byte[] request =
        (HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body)
            .getBytes(StandardCharsets.ISO_8859_1);
    try (RawClient client = RawClient.connect(brimd.port())) {
      for (int i = 0; i < request.length; i += 3) {
        int end = Math.min(request.length, i + 3);
        client.send(new String(Arrays.copyOfRange(request, i, end), StandardCharsets.ISO_8859_1));
      }
      assertEquals("a is x%0D%0A--c\nd is \n", client.read().text());
    }
  }
}
