package net.brim.api.form;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.brim.api.ClientError.ContentTooLarge;
import org.junit.jupiter.api.Test;

class CappedInputStreamTest {

  private static CappedInputStream stream(int length, long cap) {
    return new CappedInputStream(new ByteArrayInputStream(new byte[length]), cap);
  }

  @Test
  void aStreamOfJustTheCapIsReadWhole() throws IOException {
    assertEquals(10, stream(10, 10).readAllBytes().length);
    assertEquals(0, stream(0, 0).readAllBytes().length);
    assertEquals(10, stream(10, Long.MAX_VALUE).readAllBytes().length);
  }

  @Test
  void oneByteMoreIsTooLarge() {
    assertThrows(ContentTooLarge.class, () -> stream(11, 10).readAllBytes());
    assertThrows(ContentTooLarge.class, () -> stream(1, 0).read());
    assertThrows(ContentTooLarge.class, () -> stream(1000, 10).skip(11));
    assertThrows(
        ContentTooLarge.class,
        () -> stream(1000, 10).transferTo(java.io.OutputStream.nullOutputStream()));
  }

  @Test
  void itStaysTooLarge() throws IOException {
    var stream = stream(100, 3);
    assertEquals(0, stream.read());
    assertEquals(2, stream.skip(2));
    assertThrows(ContentTooLarge.class, stream::read);
    assertThrows(ContentTooLarge.class, stream::read);
  }

  @Test
  void noMoreThanOneByteBeyondTheCapIsTaken() {
    var below = new ByteArrayInputStream("abcdefgh".getBytes(StandardCharsets.US_ASCII));
    var stream = new CappedInputStream(below, 3);
    assertThrows(ContentTooLarge.class, () -> stream.read(new byte[8], 0, 8));
    assertArrayEquals("efgh".getBytes(StandardCharsets.US_ASCII), below.readAllBytes());
  }

  @Test
  void tellsWhatIsThere() throws IOException {
    assertEquals(3, stream(10, 3).available());
    assertEquals(2, stream(2, 3).available());
    assertFalse(stream(2, 3).markSupported());
    assertThrows(IllegalArgumentException.class, () -> stream(1, -1));
  }

  @Test
  void theAnswerSaysHowMuchThereMayBe() {
    var refusal = assertThrows(ContentTooLarge.class, () -> stream(9, 8).readAllBytes());
    assertEquals("413 Content Too Large", refusal.getMessage());
    var body = (net.brim.api.Body.Bytes) refusal.response().body();
    assertEquals(
        "There may be no more than 8 bytes of this.\n",
        new String(body.bytes(), StandardCharsets.UTF_8));
  }
}
