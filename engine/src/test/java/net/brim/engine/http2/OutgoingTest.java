package net.brim.engine.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OutgoingTest {

  private final FrameWriter writer = new FrameWriter(UnpooledByteBufAllocator.DEFAULT);
  private final Outgoing outgoing = new Outgoing();

  @AfterEach
  void close() {
    writer.close();
  }

  @Test
  void headAndContentGoTogether() throws Exception {
    head();
    outgoing.add(bytes("small"));
    outgoing.end();
    assertEquals(5, outgoing.write(7, writer, 100));
    assertTrue(outgoing.endSent());
    assertEquals("HEADERS 7 4\nDATA 7 1 small\n", frames());
  }

  @Test
  void aHeadAloneEndsTheStream() throws Exception {
    head();
    outgoing.end();
    assertEquals(-1, outgoing.write(7, writer, 0));
    assertEquals("HEADERS 7 5\n", frames());
    assertFalse(outgoing.pending());
  }

  @Test
  void contentGoesAsTheWindowAllows() throws Exception {
    head();
    outgoing.add(bytes("abc"));
    outgoing.add(bytes("defg"));
    assertEquals(-1, outgoing.write(7, writer, 0));
    assertFalse(outgoing.sendable(0));
    assertEquals(5, outgoing.write(7, writer, 5));
    outgoing.end();
    assertEquals(2, outgoing.queued());
    assertEquals(2, outgoing.write(7, writer, 100));
    assertEquals("HEADERS 7 4\nDATA 7 0 abcde\nDATA 7 1 fg\n", frames());
  }

  @Test
  void theEndNeedsNoWindow() throws Exception {
    head();
    assertEquals(-1, outgoing.write(7, writer, 0));
    outgoing.end();
    assertTrue(outgoing.sendable(0));
    assertTrue(outgoing.free());
    assertEquals(0, outgoing.write(7, writer, 0));
    assertEquals("HEADERS 7 4\nDATA 7 1 \n", frames());
  }

  @Test
  void aWindowBelowNothingSendsNothing() throws Exception {
    outgoing.add(bytes("abc"));
    assertEquals(-1, outgoing.write(7, writer, -5));
    assertEquals("", frames());
  }

  @Test
  void theInvitationComesFirst() throws Exception {
    outgoing.interim();
    head();
    assertEquals(-1, outgoing.write(7, writer, 0));
    assertEquals("HEADERS 7 4\nHEADERS 7 4\n", frames());
  }

  @Test
  void theInvitationDoesNotComeBehindTheHead() throws Exception {
    head();
    outgoing.interim();
    assertEquals(-1, outgoing.write(7, writer, 0));
    outgoing.interim();
    assertFalse(outgoing.sendable(0));
    assertEquals("HEADERS 7 4\n", frames());
  }

  @Test
  void noFrameIsLargerThanAnyClientTakes() throws Exception {
    outgoing.add(new byte[40_000]);
    assertEquals(16_384, outgoing.write(7, writer, 50_000));
  }

  @Test
  void whatIsClearedIsNotSent() throws Exception {
    head();
    outgoing.add(bytes("abc"));
    outgoing.clear();
    assertFalse(outgoing.pending());
    assertEquals(-1, outgoing.write(7, writer, 100));
    assertEquals("", frames());
  }

  @Test
  void aLargeHeadIsContinued() throws Exception {
    var value = new AsciiString("x".repeat(40_000));
    writer.headers(
        9,
        ReadOnlyHttp2Headers.serverHeaders(
            false, AsciiString.cached("200"), AsciiString.cached("x"), value),
        true);
    ByteBuf frames = take();
    ByteBuf block = UnpooledByteBufAllocator.DEFAULT.buffer();
    var kinds = new StringBuilder();
    while (frames.isReadable()) {
      int length = frames.readUnsignedMedium();
      kinds.append(frames.readByte()).append('/').append(frames.readByte()).append(' ');
      assertEquals(9, frames.readInt());
      assertTrue(length <= 16_384);
      block.writeBytes(frames, length);
    }
    assertTrue(kinds.toString().matches("1/1 (9/0 )*9/4 "), kinds::toString);
    var decoder = new DefaultHttp2HeadersDecoder(true, 100_000L);
    assertEquals(value, decoder.decodeHeaders(9, block).get("x"));
    frames.release();
    block.release();
  }

  private void head() {
    outgoing.head(ReadOnlyHttp2Headers.serverHeaders(false, AsciiString.cached("200")));
  }

  private String frames() {
    if (writer.length() == 0) {
      return "";
    }
    ByteBuf frames = take();
    var text = new StringBuilder();
    while (frames.isReadable()) {
      int length = frames.readUnsignedMedium();
      int type = frames.readByte();
      int flags = frames.readByte();
      text.append(type == 1 ? "HEADERS " : "DATA ").append(frames.readInt()).append(' ');
      text.append(flags);
      String payload = frames.readString(length, StandardCharsets.US_ASCII);
      text.append(type == 0 ? " " + payload : "").append('\n');
    }
    frames.release();
    return text.toString();
  }

  private ByteBuf take() {
    ByteBuf frames = writer.take();
    assertNotNull(frames);
    return frames;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
