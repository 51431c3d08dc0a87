package net.brim.benchmarks.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The yardstick must give right answers, or nothing that is measured against it means a thing. */
class HandParserTest {

  private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String ECHO =
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nJust a test.";

  @Test
  void answersEachOfSeveralRequests() {
    String answers = answers(HELLO + ECHO + HELLO, Integer.MAX_VALUE);
    assertEquals(4, answers.split("HTTP/1.1 200 OK", -1).length);
    assertEquals(3, answers.split("Hello World!\n", -1).length);
    assertTrue(answers.contains("Content-Length: 12\r\n\r\nJust a test.HTTP/1.1"), answers);
  }

  @Test
  void requestsMayComeInPieces() {
    String whole = answers(HELLO + ECHO + "GET /large HTTP/1.1\r\n\r\n", Integer.MAX_VALUE);
    assertTrue(whole.length() > Payloads.LARGE.length, () -> "length: " + whole.length());
    for (int size = 1; size < 40; size++) {
      String split = answers(HELLO + ECHO + "GET /large HTTP/1.1\r\n\r\n", size);
      assertEquals(whole.length(), split.length(), "split by " + size);
    }
  }

  private static String answers(String requests, int size) {
    var channel = new EmbeddedChannel(new HandParser());
    for (int at = 0; at < requests.length(); at += Math.min(size, requests.length())) {
      int end = (int) Math.min(requests.length(), (long) at + size);
      channel.writeInbound(
          Unpooled.copiedBuffer(requests.substring(at, end), StandardCharsets.US_ASCII));
    }
    var answers = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      answers.append(part.toString(StandardCharsets.US_ASCII));
      part.release();
    }
    channel.finishAndReleaseAll();
    return answers.toString();
  }
}
