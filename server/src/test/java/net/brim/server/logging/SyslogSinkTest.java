package net.brim.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;

class SyslogSinkTest {

  private final TestTime time = new TestTime();
  private final Daemon daemon = new Daemon();
  private final List<String> complaints = new ArrayList<>();
  private final SyslogSink sink =
      new SyslogSink(Path.of("/dev/log"), daemon, time, complaints::add);
  private final LogChannel channel = DirectOutlet.channel("t", sink, time);

  /** A syslog daemon; a connection is to the incarnation that it was made to. */
  private static final class Daemon implements Datagrams {
    final List<String> received = new ArrayList<>();
    int incarnation = 1;
    int room = Integer.MAX_VALUE;
    int connects;
    int open;
    boolean missing;

    @Override
    public Connection connect(Path socket) {
      connects++;
      if (missing) {
        throw new OsException("connect " + socket, 2, "No such file or directory");
      }
      open++;
      int to = incarnation;
      return new Connection() {
        @Override
        public boolean send(byte[] bytes, int length) {
          if (missing || to != incarnation || room == 0) {
            return false;
          }
          room--;
          received.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
          return true;
        }

        @Override
        public void close() {
          open--;
        }
      };
    }
  }

  private boolean sent(String text) {
    var line = new Line(channel, new LineBuffer(8).ascii(text));
    sink.write(line);
    return !line.lost();
  }

  @Test
  void eachLineIsADatagram() {
    assertTrue(sent("one") && sent("two"));
    assertEquals(List.of("one", "two"), daemon.received);
    assertEquals(1, daemon.connects);
  }

  @Test
  void aRestartedDaemonLosesNothing() {
    assertTrue(sent("one"));
    time.advance(5);
    daemon.incarnation++;
    assertTrue(sent("two"));
    assertEquals(List.of("one", "two"), daemon.received);
    assertEquals(1, daemon.open, "the old socket is closed");
  }

  @Test
  void aMissingDaemonIsAwaitedShortlyThenLinesAreDroppedAtOnce() {
    daemon.missing = true;
    assertFalse(sent("one"));
    int pauses = time.pauses;
    assertTrue(pauses >= 200 && pauses <= 260, "pauses: " + pauses);
    int connects = daemon.connects;
    assertTrue(connects <= 7, "connects: " + connects);
    for (int i = 0; i < 1000; i++) {
      assertFalse(sent("more"));
    }
    assertEquals(pauses, time.pauses);
    assertEquals(connects, daemon.connects);
    assertEquals(
        List.of(
            "brim: syslog socket /dev/log cannot be written, its lines are dropped until it can:"
                + " connect /dev/log: No such file or directory"),
        complaints);
  }

  @Test
  void aDaemonThatComesBackIsFoundWithinASecond() {
    daemon.missing = true;
    assertFalse(sent("lost"));
    daemon.missing = false;
    time.advance(1000);
    assertTrue(sent("found"));
    daemon.incarnation++;
    time.advance(60);
    assertTrue(sent("patient again"));
    assertEquals(List.of("found", "patient again"), daemon.received);
  }

  @Test
  void aSlowDaemonIsGivenTime() {
    daemon.room = 1;
    assertTrue(sent("one"));
    var slow = new SlowTime(time, daemon);
    var patient = new SyslogSink(Path.of("/dev/log"), daemon, slow, complaints::add);
    var line = new Line(channel, new LineBuffer(8).ascii("two"));
    patient.write(line);
    assertFalse(line.lost());
    assertEquals(List.of("one", "two"), daemon.received);
    assertEquals(List.of(), complaints);
  }

  /** The daemon reads one datagram during the 20th pause. */
  private record SlowTime(TestTime time, Daemon daemon) implements Time {
    @Override
    public long millis() {
      return time.millis();
    }

    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public void pause(long nanos) {
      time.pause(nanos);
      if (time.pauses == 20) {
        daemon.room = 1;
      }
    }
  }

  @Test
  void aDaemonThatNeverReadsHoldsUpNobodyForLong() {
    daemon.room = 0;
    for (int i = 0; i < 10_000; i++) {
      assertFalse(sent("lost"));
    }
    assertTrue(time.pauses < 300, "pauses: " + time.pauses);
    daemon.room = 10;
    assertTrue(sent("taken"));
  }

  @Test
  void reopenConnectsAnew() {
    assertTrue(sent("one"));
    sink.reopen();
    assertEquals(0, daemon.open);
    assertTrue(sent("two"));
    sink.close();
    assertEquals(0, daemon.open);
    assertFalse(sent("three"));
  }
}
