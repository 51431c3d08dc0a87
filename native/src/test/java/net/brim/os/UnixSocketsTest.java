package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class UnixSocketsTest {

  private static final int SOCK_DGRAM = 2;

  @TempDir Path directory;

  @Test
  void bindsAndListens() throws IOException {
    Path path = directory.resolve("s");
    int fd = OS.bindUnix(path);
    assertThrows(IOException.class, () -> connect(path).close(), "not listening yet");
    OS.listen(fd, 10);
    connect(path).close();
    assertTrue(OS.poll(new int[] {fd}, -1)[0]);
    assertEquals(UnixDomainSocketAddress.of(path), OS.listeningAddress(fd));
    OS.close(fd);
    assertTrue(Files.exists(path), "no one removes it");
  }

  @Test
  void whateverIsThereStaysThere() throws IOException {
    Path path = Files.writeString(directory.resolve("text"), "text");
    OsException failure = assertThrows(OsException.class, () -> OS.bindUnix(path));
    assertEquals(OsException.EADDRINUSE, failure.errno());
    assertEquals("bind " + path + ": Address already in use", failure.getMessage());
    assertEquals("text", Files.readString(path));
  }

  @Test
  void aFailedBindLeavesNoDescriptor() {
    int before = OS.memoryFile("next", 1);
    OS.close(before);
    assertThrows(OsException.class, () -> OS.bindUnix(directory.resolve("none/s")));
    int after = OS.memoryFile("next", 1);
    OS.close(after);
    assertEquals(before, after);
  }

  @Test
  void knowsTheLivingFromTheDead() {
    Path path = directory.resolve("s");
    assertFalse(OS.isLive(path), "no file");
    int fd = OS.bindUnix(path);
    OS.listen(fd, 0);
    for (int i = 0; i < 10; i++) {
      assertTrue(OS.isLive(path), "also with a full queue");
    }
    OS.close(fd);
    assertFalse(OS.isLive(path));
    Path datagrams = directory.resolve("d");
    int reader = datagramReader(datagrams);
    assertTrue(OS.isLive(datagrams));
    OS.close(reader);
    assertFalse(OS.isLive(datagrams));
  }

  @Test
  void theLongestPathFits() {
    String room = "x".repeat(107 - directory.toString().length() - 1);
    Path path = directory.resolve(room);
    int fd = OS.bindUnix(path);
    OS.listen(fd, 1);
    assertEquals(UnixDomainSocketAddress.of(path), OS.listeningAddress(fd));
    OS.close(fd);
  }

  @Test
  void aDatagramIsDroppedWhereNobodyTakesIt() {
    Path path = directory.resolve("log");
    assertEquals(
        Errno.ENOENT, assertThrows(OsException.class, () -> OS.connectDatagram(path)).errno());
    int reader = datagramReader(path);
    int sender = OS.connectDatagram(path);
    byte[] line = "line".getBytes(StandardCharsets.US_ASCII);
    assertTrue(OS.sendDatagram(sender, line, 3));
    byte[] received = new byte[10];
    assertEquals(3, OS.read(reader, received, 0, 10));
    int sent = 0;
    while (OS.sendDatagram(sender, line, 4)) {
      sent++;
    }
    assertTrue(sent > 0, "then the queue was full");
    OS.close(reader);
    assertFalse(OS.sendDatagram(sender, line, 4), "the reader is gone");
    OS.close(sender);
  }

  @Test
  void datagramsReachAnAbstractName() {
    String name = "@brim-test-" + ProcessHandle.current().pid();
    int reader;
    try (Frame frame = new Frame()) {
      reader = (int) Sockets.SOCKET.call(frame, SocketAddress.AF_UNIX, SOCK_DGRAM, 0);
      Memory address = SocketAddress.abstractUnix(frame, name);
      assertEquals(
          0, Sockets.BIND.call(frame, reader, address.address(), address.bytes().capacity()));
    }
    int sender = OS.connectDatagram(Path.of(name));
    assertTrue(OS.sendDatagram(sender, new byte[] {'x'}, 1));
    assertEquals(1, OS.read(reader, new byte[10], 0, 10));
    OS.close(sender);
    OS.close(reader);
    Path tooLong = Path.of("@" + "x".repeat(108));
    assertEquals(
        Errno.ENAMETOOLONG,
        assertThrows(OsException.class, () -> OS.connectDatagram(tooLong)).errno());
  }

  @Test
  void aPathThatIsTooLongForASocketIsRefused() {
    Path path = directory.resolve("x".repeat(108));
    OsException failure = assertThrows(OsException.class, () -> OS.connectDatagram(path));
    assertEquals(Errno.ENAMETOOLONG, failure.errno());
    failure = assertThrows(OsException.class, () -> OS.bindUnix(path));
    assertEquals("bind " + path + ": File name too long", failure.getMessage());
  }

  private static int datagramReader(Path path) {
    try (Frame frame = new Frame()) {
      int fd = (int) Sockets.SOCKET.call(frame, SocketAddress.AF_UNIX, SOCK_DGRAM, 0);
      Memory name = SocketAddress.unix(frame, "bind", path);
      assertEquals(0, Sockets.BIND.call(frame, fd, name.address(), name.bytes().capacity()));
      return fd;
    }
  }

  private static SocketChannel connect(Path path) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }
}
