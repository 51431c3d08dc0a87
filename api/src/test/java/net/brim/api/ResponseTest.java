package net.brim.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ResponseTest {

  private static byte[] bytes(Response response) {
    return assertInstanceOf(Body.Bytes.class, response.body()).bytes();
  }

  @Test
  void startsWithNothingButAStatus() {
    Response response = Response.of(Status.NO_CONTENT);
    assertEquals(Status.NO_CONTENT, response.status());
    assertEquals(0, response.headers().size());
    assertSame(Body.EMPTY, response.body());
  }

  @Test
  void textIsUtf8() {
    Response response = Response.text("grün\n");
    assertEquals(Status.OK, response.status());
    assertEquals("text/plain; charset=utf-8", response.headers().get("Content-Type"));
    assertArrayEquals("grün\n".getBytes(UTF_8), bytes(response));
  }

  @Test
  void bytesAreSentAsTheyAre() {
    Response response = Response.bytes("image/png", new byte[] {1, -1});
    assertEquals("image/png", response.headers().get("content-type"));
    assertArrayEquals(new byte[] {1, -1}, bytes(response));
  }

  @Test
  void changesMakeAnotherResponse() {
    Response first = Response.text("a");
    Response second = first.status(Status.NOT_FOUND).header("X-A", "1");
    assertEquals(Status.OK, first.status());
    assertEquals(1, first.headers().size());
    assertEquals(Status.NOT_FOUND, second.status());
    assertEquals("1", second.headers().get("x-a"));
    assertArrayEquals(bytes(first), bytes(second));
    assertEquals(HeaderList.of(), second.headers(HeaderList.of()).headers());
  }

  @Test
  void refusesHeadersThatCouldSplitIt() {
    Response response = Response.of(Status.OK);
    assertThrows(IllegalArgumentException.class, () -> response.header("a b", "c"));
    assertThrows(IllegalArgumentException.class, () -> response.header("a", "b\r\nc: d"));
  }

  @Test
  void takesEachFormOfBody() {
    Response response = Response.of(Status.OK);
    assertEquals(
        new Body.FileRegion(Path.of("/a"), 1, 2), response.body(Path.of("/a"), 1, 2).body());
    InputStream stream = new ByteArrayInputStream(new byte[0]);
    assertEquals(new Body.Stream(stream, -1), response.body(stream).body());
    Body.Output output = out -> out.write(1);
    assertEquals(new Body.Writer(output), response.body(output).body());
    assertEquals("text/html", response.text("text/html", "<p>").headers().get("Content-Type"));
  }

  @Test
  void refusesRegionsThatNoFileHas() {
    Response response = Response.of(Status.OK);
    assertThrows(IllegalArgumentException.class, () -> response.body(Path.of("/a"), -1, 2));
    assertThrows(IllegalArgumentException.class, () -> response.body(Path.of("/a"), 1, -2));
  }

  @Test
  void anExceptionIsAResponseToo() {
    HttpException plain = new HttpException(Status.GONE);
    assertEquals("410 Gone", plain.getMessage());
    assertArrayEquals("410 Gone\n".getBytes(UTF_8), bytes(plain.response()));
    HttpException text = new HttpException(Status.GONE, "Sold.\n");
    assertArrayEquals("Sold.\n".getBytes(UTF_8), bytes(text.response()));
    assertEquals(0, text.getStackTrace().length);
  }
}
