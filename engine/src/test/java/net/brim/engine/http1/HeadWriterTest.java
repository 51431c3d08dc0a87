package net.brim.engine.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.brim.api.HeaderList;
import net.brim.api.Status;
import net.brim.engine.http.DateLine;
import net.brim.engine.http1.HeadWriter.Framing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole response heads as they go over the wire. */
final class HeadWriterTest {

  private static final HeaderList DATED = HeaderList.of("Date", "D");

  @Test
  void writesTheFieldsOfAppAndServer() {
    assertEquals(
        """
        HTTP/1.1 200 OK
        Date: D
        X-One: 1
        X-Umlaut: \u00e4
        Server: Brim
        Content-Length: 13

        """,
        head(
            Status.OK,
            DATED.with("X-One", "1").with("X-Umlaut", "\u00e4"),
            Framing.LENGTH,
            13,
            null));
  }

  @Test
  void keepsFramingToItself() {
    HeaderList meddling =
        DATED
            .with("content-length", "7")
            .with("transfer-encoding", "gzip")
            .with("connection", "upgrade")
            .with("keep-alive", "max=1");
    assertEquals(
        """
        HTTP/1.1 404 Not Found
        Date: D
        Server: Brim
        Transfer-Encoding: chunked
        Connection: close

        """,
        head(Status.NOT_FOUND, meddling, Framing.CHUNKED, -1, false));
  }

  @Test
  void leavesDateAndServerToTheApp() {
    assertEquals(
        """
        HTTP/1.1 204 No Content
        date: D
        SERVER: mine
        Connection: keep-alive

        """,
        head(
            Status.NO_CONTENT,
            HeaderList.of("date", "D").with("SERVER", "mine"),
            Framing.NONE,
            0,
            true));
  }

  @Test
  void showsTheReasonThatTheAppChose() {
    Status own = new Status(200, "Fine");
    assertTrue(head(own, DATED, Framing.NONE, 0, null).startsWith("HTTP/1.1 200 Fine\n"));
    assertTrue(head(Status.OK, DATED, Framing.NONE, 0, null).startsWith("HTTP/1.1 200 OK\n"));
  }

  @Test
  void growsWithItsFields() {
    String value = "v".repeat(5000);
    assertTrue(head(Status.OK, DATED.with("X", value), Framing.NONE, 0, null).contains(value));
  }

  @Test
  void writesNumbers() {
    for (long number : new long[] {0, 9, 10, 99, 100, 1234567890, Long.MAX_VALUE}) {
      byte[] into = new byte[24];
      int end = HeadWriter.decimal(number, into, 1);
      assertEquals(Long.toString(number), new String(into, 1, end - 1, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void datesOnceASecond() {
    DateLine line = DateLine.of(Instant.parse("2026-11-20T09:08:07.250Z"), 1_000);
    assertEquals(
        "Date: Fri, 20 Nov 2026 09:08:07 GMT\r\n",
        new String(line.bytes(), StandardCharsets.US_ASCII));
    assertEquals(1_000 + 750_000_000L, line.validUntil());
    assertFalse(DateLine.at(System.nanoTime()).text().isEmpty());
  }

  private static String head(
      Status status,
      HeaderList headers,
      Framing framing,
      long length,
      @Nullable Boolean keepAlive) {
    var writer = new HeadWriter("Brim");
    writer.write(status, headers, framing, length, System.nanoTime(), keepAlive);
    return new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1)
        .replace("\r\n", "\n");
  }
}
