package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.brim.server.config.LogTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamSinkTest {

  private final TestTime time = new TestTime();
  private final Disk disk = new Disk();
  private final List<String> complaints = new ArrayList<>();
  private final StreamSink sink =
      new StreamSink(
          "log file x",
          () -> {
            disk.opened++;
            if (disk.missing) {
              throw new AccessDeniedException("x");
            }
            return disk;
          },
          time,
          complaints::add);
  private final LogChannel channel = DirectOutlet.channel("t", sink, time);

  /** A file system with little room. */
  private static final class Disk implements WritableByteChannel {
    final StringBuilder content = new StringBuilder();
    int room = Integer.MAX_VALUE;
    int most = Integer.MAX_VALUE;
    int writes;
    int opened;
    boolean missing;
    boolean blocked;

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      writes++;
      if (blocked) {
        return 0;
      }
      if (room == 0) {
        throw new IOException("No space left on device");
      }
      int count = Math.min(most, Math.min(room, bytes.remaining()));
      room -= count;
      byte[] taken = new byte[count];
      bytes.get(taken);
      content.append(new String(taken, StandardCharsets.UTF_8));
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private Line write(String text) {
    var line = new Line(channel, new LineBuffer(8).ascii(text).raw('\n'));
    sink.write(line);
    return line;
  }

  @Test
  void aBatchIsOneWrite() {
    write("one");
    write("two");
    assertEquals(0, disk.writes);
    sink.flush();
    sink.flush();
    assertEquals("one\ntwo\n", disk.content.toString());
    assertEquals(1, disk.writes);
  }

  @Test
  void aBatchThatIsTooLargeIsWrittenInWholeLines() {
    for (int i = 0; i < 100; i++) {
      write("x".repeat(999));
    }
    sink.flush();
    assertEquals(2, disk.writes);
    assertEquals(100_000, disk.content.length());
    write("short");
    write("y".repeat(200_000));
    write("after");
    sink.flush();
    assertTrue(disk.content.toString().endsWith("x\nshort\n" + "y".repeat(200_000) + "\nafter\n"));
  }

  @Test
  void aWriteThatTakesAPartIsContinued() {
    disk.most = 3;
    Line line = write("one two three");
    sink.flush();
    assertEquals("one two three\n", disk.content.toString());
    assertFalse(line.lost());
  }

  @Test
  void aFullDiskLosesWhatIsNotWholeAndCleansUpWhenThereIsRoom() {
    disk.room = 6;
    Line first = write("one");
    Line second = write("two");
    Line third = write("three");
    sink.flush();
    assertFalse(first.lost());
    assertTrue(second.lost() && third.lost());
    Line fourth = write("four");
    sink.flush();
    assertTrue(fourth.lost());
    disk.room = 100;
    Line fifth = write("five");
    sink.flush();
    assertFalse(fifth.lost());
    assertEquals("one\ntw\nfive\n", disk.content.toString());
    assertEquals(
        List.of(
            "brim: log file x cannot be written, its lines are dropped until it can: No space left"
                + " on device"),
        complaints);
  }

  @Test
  void aDiskThatIsFullAfterAWholeLineLeavesNoEmptyLine() {
    disk.room = 4;
    Line first = write("one");
    Line second = write("two");
    Line third = write("three");
    sink.flush();
    assertTrue(!first.lost() && second.lost() && third.lost());
    disk.room = 100;
    write("four");
    sink.flush();
    assertEquals("one\nfour\n", disk.content.toString());
  }

  @Test
  void eachNewFailureIsToldOnce() {
    for (int i = 0; i < 2; i++) {
      disk.room = 0;
      write("lost");
      sink.flush();
      write("lost");
      sink.flush();
      disk.room = 100;
      write("kept");
      sink.flush();
    }
    assertEquals(2, complaints.size());
  }

  @Test
  void aFileThatCannotBeOpenedIsTriedOnceASecond() {
    disk.missing = true;
    for (int i = 0; i < 5; i++) {
      assertTrue(lostAfterFlush("lost"));
    }
    assertEquals(1, disk.opened);
    assertTrue(complaints.getFirst().contains("AccessDenied"), complaints.toString());
    disk.missing = false;
    time.advance(1000);
    assertFalse(lostAfterFlush("kept"));
    assertEquals("kept\n", disk.content.toString());
  }

  private boolean lostAfterFlush(String text) {
    Line line = write(text);
    sink.flush();
    return line.lost();
  }

  @Test
  void aReaderThatDoesNotReadIsGivenUpAfterAWhile() {
    disk.blocked = true;
    assertTrue(lostAfterFlush("lost"));
    assertTrue(time.pauses > 100 && time.pauses < 300, "pauses: " + time.pauses);
    disk.blocked = false;
    assertFalse(lostAfterFlush("kept"));
  }

  @Test
  void aClosedSinkLosesLines() {
    write("kept");
    sink.close();
    time.advance(2000);
    assertTrue(lostAfterFlush("lost"));
    assertEquals("kept\n", disk.content.toString());
  }

  @Test
  void aRotatedFileIsReopened(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("brim.log");
    Files.writeString(file, "before\n");
    Sink real = new SystemSinks(time).open(new LogTarget.File(file));
    var sameFile = DirectOutlet.channel("t", real, time);
    real.write(new Line(sameFile, new LineBuffer(8).ascii("one\n")));
    real.flush();
    Path rotated = dir.resolve("brim.log.1");
    Files.move(file, rotated);
    real.write(new Line(sameFile, new LineBuffer(8).ascii("two\n")));
    real.reopen();
    assertTrue(Files.exists(file), "the new file is there without a line");
    real.write(new Line(sameFile, new LineBuffer(8).ascii("three\n")));
    real.close();
    assertEquals("before\none\ntwo\n", Files.readString(rotated));
    assertEquals("three\n", Files.readString(file));
  }
}
