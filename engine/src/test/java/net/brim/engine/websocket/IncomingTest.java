package net.brim.engine.websocket;

import static net.brim.engine.websocket.Frames.client;
import static net.brim.engine.websocket.Frames.close;
import static net.brim.engine.websocket.Frames.joined;
import static net.brim.engine.websocket.Frames.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.brim.api.WebSocket;
import net.brim.api.WebSocketClosedException;
import net.brim.api.WebSocketOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What bytes of clients become: messages, answers, an end; the same in all pieces. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class IncomingTest {

  private static final int MAX = 70_000;
  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.DEFAULT.maxMessageSize(MAX).pingInterval(Duration.ofSeconds(30));

  static Stream<Arguments> conversations() {
    return Stream.of(
        said("a text", joined(text("hello"), close(1000, "bye")), "text hello", "< close 1000 bye"),
        said("an empty text", joined(text(""), close(1000, "")), "text", "< close 1000"),
        said("a Close that says nothing", client(0x88, ""), "< close"),
        said("a code of the app", close(4001, "grün"), "< close 4001 grün"),
        said(
            "bytes",
            joined(client(0x82, new byte[] {0, -1}), client(0x88, "")),
            "binary 00ff",
            "< close"),
        said(
            "umlauts",
            joined(text("grün \uD83D\uDE00 \uFFFD"), client(0x88, "")),
            "text grün \uD83D\uDE00 \uFFFD",
            "< close"),
        said(
            "126 bytes",
            joined(text("x".repeat(126)), client(0x88, "")),
            "text " + "x".repeat(126),
            "< close"),
        said(
            "fragments with a ping between",
            joined(
                client(0x01, "a"),
                client(0x00, "b"),
                client(0x89, "p"),
                client(0x80, "c"),
                client(0x88, "")),
            "text abc",
            "< pong p",
            "< close"),
        said(
            "a character in two fragments",
            joined(client(0x01, bytes("c3")), client(0x80, bytes("bc")), client(0x88, "")),
            "text ü",
            "< close"),
        said(
            "a pong that nobody asked for", joined(client(0x8a, "x"), client(0x88, "")), "< close"),
        said("what comes after a Close", joined(close(1000, ""), text("late")), "< close 1000"),
        // what no client may send
        said(
            "a frame without a mask", bytes("8100"), "< close 1002 a client's frame is not masked"),
        said("RSV1", client(0xc1, "x"), "< close 1002 a reserved bit of a frame is set"),
        said("RSV2", client(0xa1, "x"), "< close 1002 a reserved bit of a frame is set"),
        said("RSV3", client(0x91, "x"), "< close 1002 a reserved bit of a frame is set"),
        said("opcode 3", client(0x83, "x"), "< close 1002 opcode 3 is reserved"),
        said("opcode 7", client(0x87, "x"), "< close 1002 opcode 7 is reserved"),
        said("opcode 11", client(0x8b, "x"), "< close 1002 opcode 11 is reserved"),
        said("opcode 15", client(0x8f, "x"), "< close 1002 opcode 15 is reserved"),
        said("a ping in fragments", client(0x09, "x"), CONTROL),
        said("a Close in fragments", client(0x08, ""), CONTROL),
        said("a long ping", client(0x89, "x".repeat(126)), CONTROL),
        said("a continuation of nothing", client(0x80, "x"), UNFINISHED),
        said("a text in a text", joined(client(0x01, "a"), text("b")), UNFINISHED),
        said("bytes in a text", joined(client(0x01, "a"), client(0x82, "b")), UNFINISHED),
        said("125 as 16 bits", bytes("81fe007d00000000"), LENGTH),
        said("0 as 64 bits", bytes("81ff000000000000000000000000"), LENGTH),
        said("65535 as 64 bits", bytes("81ff000000000000ffff00000000"), LENGTH),
        said("a length below 0", bytes("81ffffffffffffffffff00000000"), LENGTH),
        said("half a code", client(0x88, "x"), "< close 1002 a Close has half a code"),
        said("the code 999", close(999, ""), "< close 1002 a Close has the code 999"),
        said("the code 1004", close(1004, ""), "< close 1002 a Close has the code 1004"),
        said("the code 1005", close(1005, ""), "< close 1002 a Close has the code 1005"),
        said("the code 1006", close(1006, ""), "< close 1002 a Close has the code 1006"),
        said("the code 1015", close(1015, ""), "< close 1002 a Close has the code 1015"),
        said("the code 2999", close(2999, ""), "< close 1002 a Close has the code 2999"),
        said("the code 5000", close(5000, ""), "< close 1002 a Close has the code 5000"),
        said("a reason that is not UTF-8", client(0x88, bytes("03e8ff")), UTF_8),
        said("a text that is not UTF-8", client(0x81, bytes("61ff")), UTF_8),
        said("half a character at the end", client(0x81, bytes("61c3")), UTF_8),
        said("a surrogate in UTF-8", client(0x81, bytes("eda080")), UTF_8),
        said("an overlong slash", client(0x81, bytes("c0af")), UTF_8),
        said("beyond Unicode", client(0x81, bytes("f4908080")), UTF_8),
        said("one byte too many", bytes("82ff000000000001117100000000"), TOO_BIG),
        said("2 to the 63rd, less one", bytes("82ff7fffffffffffffff00000000"), TOO_BIG),
        said(
            "the most, and one more",
            joined(client(0x02, new byte[MAX]), client(0x80, "x")),
            TOO_BIG));
  }

  private static final String CONTROL =
      "< close 1002 a control frame is fragmented or longer than 125 bytes";
  private static final String UNFINISHED = "< close 1002 a message has no beginning, or no end";
  private static final String LENGTH =
      "< close 1002 the length of a frame is not in its shortest form";
  private static final String UTF_8 = "< close 1007 a text is not UTF-8";
  private static final String TOO_BIG = "< close 1009 a message has at most 70000 bytes here";

  private static Arguments said(String name, byte[] wire, String... outcome) {
    return Arguments.of(name, wire, List.of(outcome));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void isReadTheSameInAllPieces(String name, byte[] wire, List<String> outcome) throws Exception {
    assertEquals(outcome, transcript(wire), "whole");
    if (wire.length > 1000) {
      return;
    }
    byte[][] bytes = new byte[wire.length][];
    for (int i = 0; i < wire.length; i++) {
      bytes[i] = new byte[] {wire[i]};
    }
    assertEquals(outcome, transcript(bytes), "byte by byte");
    for (int i = 1; i < wire.length; i++) {
      byte[] start = Arrays.copyOf(wire, i);
      byte[] rest = Arrays.copyOfRange(wire, i, wire.length);
      assertEquals(outcome, transcript(start, rest), "in two at " + i);
    }
  }

  @Test
  void theLargestMessageIsTaken() throws Exception {
    String largest = "x".repeat(MAX);
    assertEquals(
        List.of("text " + largest, "< close"), transcript(text(largest), client(0x88, "")));
  }

  @Test
  void aClientThatLeavesHasNotClosed() {
    var inbox = new Inbox();
    var wire = new TestWire().sends(text("a")).ends();
    new Incoming(wire, new Outgoing(wire), inbox, OPTIONS, Duration.ofSeconds(60), Duration.ZERO)
        .run();
    assertEquals(List.of(), wire.sent());
    assertThrows(
        WebSocketClosedException.class,
        () -> {
          inbox.take();
          inbox.take();
        });
  }

  @Test
  void silenceIsMetWithAPingAndThenWithAnEnd() {
    var inbox = new Inbox();
    var wire =
        new TestWire()
            .isSilent()
            .sends(client(0x8a, "")) // the pong
            .isSilent()
            .isSilent();
    new Incoming(wire, new Outgoing(wire), inbox, OPTIONS, Duration.ofSeconds(60), Duration.ZERO)
        .run();
    assertEquals(List.of("ping", "ping"), wire.sent());
    assertEquals(List.of("30 idle", "60 idle", "30 idle", "60 idle"), wire.waits());
    assertThrows(WebSocketClosedException.class, inbox::take);
  }

  @Test
  void silenceInTheMiddleOfAFrameIsTheEnd() {
    var inbox = new Inbox();
    var wire = new TestWire().sends(Arrays.copyOf(text("hello"), 8)).isSilent();
    new Incoming(wire, new Outgoing(wire), inbox, OPTIONS, Duration.ofSeconds(60), Duration.ZERO)
        .run();
    assertEquals(List.of(), wire.sent());
    assertEquals(List.of("30 idle", "60"), wire.waits());
    assertThrows(WebSocketClosedException.class, inbox::take);
  }

  @Test
  void aDrainClosesAndReadsOnToTheClientsClose() throws Exception {
    var inbox = new Inbox();
    var wire = new TestWire().drains().sends(text("on its way"), close(1001, ""));
    new Incoming(wire, new Outgoing(wire), inbox, OPTIONS, Duration.ofSeconds(60), Duration.ZERO)
        .run();
    assertEquals(List.of("close 1001"), wire.sent());
    assertEquals(List.of("30 idle", "5"), wire.waits());
    assertEquals("on its way", textOf(inbox.take()));
    assertEquals(null, inbox.take());
  }

  @Test
  void aClientThatTalksOnInsteadOfClosingIsCutOff() throws Exception {
    var inbox = new Inbox();
    var wire = new TestWire();
    var outgoing = new Outgoing(wire);
    outgoing.close(net.brim.api.WebSocketClose.NORMAL);
    wire.passes(Outgoing.CLOSING.plusNanos(1));
    wire.sends(text("and another thing"));
    new Incoming(wire, outgoing, inbox, OPTIONS, Duration.ofSeconds(60), Duration.ZERO).run();
    assertThrows(WebSocketClosedException.class, inbox::take);
  }

  private static List<String> transcript(byte[]... pieces) throws Exception {
    var inbox = new Inbox();
    var wire = new TestWire().sends(pieces).ends();
    new Incoming(wire, new Outgoing(wire), inbox, OPTIONS, Duration.ofSeconds(60), Duration.ZERO)
        .run();
    var lines = new ArrayList<String>();
    try {
      for (var message = inbox.take(); message != null; message = inbox.take()) {
        lines.add(
            (message instanceof WebSocket.Text text
                    ? "text " + text.text()
                    : "binary " + HexFormat.of().formatHex(message.bytes()))
                .strip());
      }
    } catch (WebSocketClosedException e) {
      // The frames that were sent tell.
    }
    wire.sent().forEach(frame -> lines.add("< " + frame));
    return lines;
  }

  private static String textOf(WebSocket.@Nullable Message message) {
    return message == null ? "" : new String(message.bytes(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
