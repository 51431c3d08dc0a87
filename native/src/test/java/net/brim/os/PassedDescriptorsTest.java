package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PassedDescriptorsTest {

  private static final int SOCK_SEQPACKET = 5;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final CFunction SOCKETPAIR = CFunction.returningInt("socketpair");
  private static final CFunction RECVMSG = CFunction.returningLong("recvmsg");

  private final int[] ends = pair();

  @AfterEach
  void close() {
    OS.close(ends[0]);
    if (ends[1] != -1) {
      OS.close(ends[1]);
    }
  }

  @Test
  void theReaderHasCopiesThatOutliveTheOriginals() {
    int[] one = OS.pipe();
    int[] other = OS.pipe();
    byte[] text = {'F', 'D', 'x'};

    assertTrue(OS.sendDatagram(ends[0], text, 2, List.of(one[0], other[0], one[0])));

    OS.close(one[0]);
    OS.close(other[0]);
    Child.write(one[1], "1");
    Child.write(other[1], "2");
    Received received = receive(ends[1]);
    assertEquals("FD", received.text);
    assertEquals(3, received.descriptors.size());
    byte[] read = new byte[1];
    OS.read(received.descriptors.get(1), read, 0, 1);
    assertEquals('2', read[0]);
    OS.read(received.descriptors.get(2), read, 0, 1);
    assertEquals('1', read[0]);
    received.descriptors.forEach(OS::close);
    OS.close(one[1]);
    OS.close(other[1]);
  }

  @Test
  void itNeverWaits() {
    int[] pipe = OS.pipe();
    while (OS.sendDatagram(ends[0], new byte[4096], 4096, List.of(pipe[0]))) {
      // until nothing more fits
    }
    OS.close(ends[1]);
    ends[1] = -1;
    assertFalse(OS.sendDatagram(ends[0], new byte[1], 1, List.of(pipe[0])), "the reader is gone");
    OS.close(pipe[0]);
    OS.close(pipe[1]);
  }

  private record Received(String text, List<Integer> descriptors) {}

  private static Received receive(int fd) {
    try (Frame frame = new Frame()) {
      Memory data = frame.allocate(100);
      Memory vector = frame.allocate(16);
      vector.bytes().putLong(data.address()).putLong(100);
      Memory control = frame.allocate(100);
      Memory header = frame.allocate(56);
      header.bytes().putLong(16, vector.address()).putLong(24, 1);
      header.bytes().putLong(32, control.address()).putLong(40, 100);
      int length = (int) RECVMSG.call(frame, fd, header.address(), MSG_CMSG_CLOEXEC);
      assertTrue(length >= 0, () -> "recvmsg: " + Errno.describe(frame.errno()));
      byte[] bytes = new byte[length];
      data.bytes().get(bytes);
      var descriptors = new ArrayList<Integer>();
      for (int at = 16; at < control.bytes().getLong(0); at += 4) {
        descriptors.add(control.bytes().getInt(at));
      }
      return new Received(new String(bytes, StandardCharsets.UTF_8), descriptors);
    }
  }

  private static int[] pair() {
    try (Frame frame = new Frame()) {
      Memory both = frame.allocate(8);
      assertEquals(0, SOCKETPAIR.call(frame, 1, SOCK_SEQPACKET, 0, both.address()));
      return new int[] {both.bytes().getInt(), both.bytes().getInt()};
    }
  }
}
