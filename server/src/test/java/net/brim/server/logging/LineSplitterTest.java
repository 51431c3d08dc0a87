package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  private static List<String> split(int maxLength, int chunk, String text) {
    var lines = new ArrayList<String>();
    var splitter = new LineSplitter(maxLength, lines::add);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i += chunk) {
      splitter.feed(bytes, i, Math.min(chunk, bytes.length - i));
    }
    splitter.end();
    return lines;
  }

  @Test
  void anySplitOfTheBytesGivesTheSameLines() {
    String text = "one\ntwo\r\n\n€uro 😀\r\nno end";
    for (int chunk = 1; chunk < 40; chunk++) {
      assertEquals(List.of("one", "two", "€uro 😀", "no end"), split(100, chunk, text));
    }
  }

  @Test
  void aPartialLineIsKept() {
    var lines = new ArrayList<String>();
    var splitter = new LineSplitter(100, lines::add);
    splitter.feed("xxonexx".getBytes(StandardCharsets.UTF_8), 2, 3);
    assertEquals(List.of(), lines);
    splitter.feed("!\n".getBytes(StandardCharsets.UTF_8), 0, 2);
    assertEquals(List.of("one!"), lines);
    splitter.end();
    splitter.end();
    assertEquals(List.of("one!"), lines);
  }

  @Test
  void aLongLineIsBrokenBetweenCharacters() {
    for (int chunk = 1; chunk < 20; chunk++) {
      assertEquals(List.of("€€", "€€", "€"), split(8, chunk, "€€€€€\n"));
      assertEquals(List.of("12345678", "9"), split(8, chunk, "123456789\n"));
      assertEquals(List.of("12345678", "x"), split(8, chunk, "12345678\nx\n"));
      assertEquals(List.of("😀", "😀"), split(4, chunk, "😀😀"));
    }
  }

  @Test
  void bytesThatAreNoTextDoNotStopIt() {
    var lines = new ArrayList<String>();
    var splitter = new LineSplitter(4, lines::add);
    byte[] bytes = new byte[9];
    Arrays.fill(bytes, (byte) 0x80);
    splitter.feed(bytes, 0, bytes.length);
    splitter.end();
    assertEquals("\ufffd".repeat(9), String.join("", lines));
  }

  @Test
  void theMaximumHoldsAtLeastOneCharacter() {
    assertThrows(IllegalArgumentException.class, () -> new LineSplitter(3, line -> {}));
  }
}
