package net.brim.engine.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.Http2Headers;
import net.brim.api.Response;
import net.brim.api.Status;
import org.junit.jupiter.api.Test;

final class ResponseFieldsTest {

  private final ResponseFields fields = new ResponseFields("Brim");

  @Test
  void namesAreInLowerCaseAndOursAreAdded() {
    Http2Headers sent = fields.of(Response.text("x").header("X-Own", " a "), 1);
    assertEquals("200", sent.status().toString());
    assertEquals("a", sent.get("x-own").toString());
    assertEquals("Brim", sent.get("server").toString());
    assertEquals("1", sent.get("content-length").toString());
    assertTrue(sent.get("date").toString().endsWith(" GMT"));
    assertTrue(sent.names().stream().anyMatch(name -> name.toString().equals("x-own")));
  }

  @Test
  void whatBelongsToAConnectionIsLeftOut() {
    Response response =
        Response.of(Status.OK)
            .header("Connection", "x")
            .header("Keep-Alive", "5")
            .header("Proxy-Connection", "x")
            .header("Transfer-Encoding", "chunked")
            .header("Upgrade", "x")
            .header("TE", "x")
            .header("Content-Length", "77");
    for (int round = 0; round < 2; round++) {
      assertEquals(3, fields.of(response, -1).size(), "status, server and date");
    }
  }

  @Test
  void anAppsDateAndServerReplaceOurs() {
    Response response = Response.of(Status.OK).header("Date", "then").header("server", "own");
    Http2Headers sent = fields.of(response, -1);
    assertEquals(1, sent.getAll("date").size());
    assertEquals("then", sent.get("date").toString());
    assertEquals("own", sent.get("server").toString());
    assertNull(new ResponseFields("").of(Response.of(Status.OK), -1).get("server"));
  }

  @Test
  void bytesOfValuesStayAsTheyAre() {
    assertEquals(
        "\u00e4\u00ff",
        fields.of(Response.of(Status.OK).header("X", "\u00e4\u00ff"), -1).get("x").toString());
  }
}
