package net.brim.server.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.brim.api.Stat;
import org.junit.jupiter.api.Test;

class StatsDirectoryTest {

  private static final List<Stat> OLD = List.of(Stat.sum("a"), Stat.sum("b"));
  private static final List<Stat> NEW = List.of(Stat.sum("c"));

  private static StatsLayout layout(StatsLayout.Section... sections) {
    return new StatsLayout(List.of(sections));
  }

  private static StatsLayout.Section section(String name, List<Stat> stats, String... slots) {
    return new StatsLayout.Section(name, List.of(slots), stats);
  }

  private static StatsDirectory of(StatsLayout layout) {
    return new StatsDirectory(List.of()).arranged(layout);
  }

  private static int offset(StatsDirectory directory, String section, String slot) {
    return Objects.requireNonNull(directory.find(section, slot)).offset();
  }

  private static void assertNoOverlap(StatsDirectory directory) {
    var entries = new ArrayList<>(directory.entries());
    entries.sort((one, other) -> Integer.compare(one.offset(), other.offset()));
    int end = StatsDirectory.ALIGNMENT;
    for (StatsDirectory.Entry entry : entries) {
      assertTrue(entry.offset() >= end, entries::toString);
      end = entry.offset() + entry.size();
    }
  }

  @Test
  void theSameLayoutChangesNothing() {
    StatsLayout layout = layout(section("http", OLD, "0", "1"), section("tcp", NEW, "0"));
    assertEquals(of(layout), of(layout).arranged(layout));
  }

  @Test
  void aSectionThatGoesIsOutdatedAndStaysWhereItIs() {
    StatsDirectory before = of(layout(section("http", OLD, "0"), section("http#b", OLD, "0")));
    int place = offset(before, "http#b", "0");
    StatsDirectory after = before.arranged(layout(section("http", OLD, "0")));
    assertNull(after.find("http#b", "0"));
    assertEquals(place, Objects.requireNonNull(after.find("http#b", "0", OLD)).offset());
    assertEquals(1, after.settled().entries().size());
    assertNoOverlap(after);
  }

  @Test
  void otherNamesHaveABucketOfTheirOwnAndComeBackToTheirs() {
    StatsDirectory before = of(layout(section("http", OLD, "0")));
    StatsDirectory after = before.arranged(layout(section("http", NEW, "0")));
    int place = offset(before, "http", "0");
    assertNotEquals(place, offset(after, "http", "0"));
    assertEquals(place, Objects.requireNonNull(after.find("http", "0", OLD)).offset());
    assertEquals(
        offset(after, "http", "0"), Objects.requireNonNull(after.find("http", "0", NEW)).offset());
    assertNoOverlap(after);
    StatsDirectory again = after.arranged(layout(section("http", OLD, "0")));
    assertEquals(place, offset(again, "http", "0"));
  }

  @Test
  void slotsThatWereScaledAwayGetTheNewNamesToo() {
    StatsDirectory before = of(layout(section("http", OLD, "0", "1")));
    StatsDirectory fewer = before.arranged(layout(section("http", OLD, "0")));
    assertEquals(2, fewer.current().size());
    StatsDirectory after = fewer.arranged(layout(section("http", NEW, "0")));
    assertEquals(List.of("0", "1"), after.current().stream().map(e -> e.slot()).toList());
    assertTrue(after.current().stream().allMatch(entry -> entry.stats().equals(NEW)));
  }

  @Test
  void gapsAreUsedAgain() {
    StatsDirectory directory = of(layout(section("a", OLD, "0"), section("b", OLD, "0")));
    for (int i = 0; i < 50; i++) {
      directory =
          directory.arranged(layout(section("a", OLD, "0"), section("b" + i, OLD, "0"))).settled();
      assertNoOverlap(directory);
    }
    assertTrue(directory.end() <= 5 * StatsDirectory.ALIGNMENT, () -> "it grows");
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    StatsDirectory directory =
        of(layout(section("http", OLD, "0"), section("daemons", NEW, "sample")))
            .arranged(layout(section("http", NEW, "0", "1")));
    assertEquals(directory, StatsDirectory.parse(directory.toBytes()));
    byte[] half = Arrays.copyOf(directory.toBytes(), 20);
    assertThrows(IOException.class, () -> StatsDirectory.parse(half));
  }

  @Test
  void findsNothingWhereNothingWas() {
    StatsDirectory directory = of(layout(section("http", OLD, "0")));
    assertNull(directory.find("http", "1", OLD));
    assertNull(directory.find("tcp", "0", OLD));
    assertFalse(directory.current().isEmpty());
  }
}
