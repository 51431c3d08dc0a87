package net.brim.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.server.control.ControlLine.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Os os = Os.current();
  private final BlockingQueue<ControlRequest> requests = new LinkedBlockingQueue<>();
  @TempDir private Path directory;
  private Path path = Path.of("");

  @BeforeEach
  void name() {
    path = directory.resolve("s");
  }

  private ControlServer open(Consumer<ControlRequest> commands) throws InterruptedException {
    ControlServer server = ControlServer.open(os, path);
    server.start(commands);
    return server;
  }

  /** Repeats the words. */
  private static void echo(ControlRequest request) {
    request.reply().out("command " + request.command());
    request.reply().data(request.arguments().toArray());
    request.reply().done(3);
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  /** Says that, and reads to the end of the stream. */
  private String exchange(String... pieces) throws IOException {
    try (SocketChannel client = connect()) {
      for (String piece : pieces) {
        client.write(StandardCharsets.UTF_8.encode(piece));
      }
      return readAll(client);
    }
  }

  private static String readAll(SocketChannel client) throws IOException {
    byte[] all = Channels.newInputStream(client).readAllBytes();
    return new String(all, StandardCharsets.UTF_8);
  }

  @Test
  void answersACommandALine() throws Exception {
    try (var server = open(ControlServerTest::echo)) {
      var lines = new ArrayList<ControlLine>();
      assertEquals(3, ControlClient.ask(path, "scale  http 4 ", PATIENCE, lines::add));
      assertEquals(
          List.of(
              new ControlLine(Kind.OUT, "command scale"), new ControlLine(Kind.DATA, "http\t4")),
          lines);
      assertEquals("out command \ndata \ndone 3\n", exchange("\n"));
      assertEquals("out command status\ndata \ndone 3\n", exchange("sta", "tus\n"));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      assertTrue(server.descriptor() > 2);
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void sendsLinesWhileTheCommandIsCarriedOut() throws Exception {
    try (var server = open(requests::add);
        SocketChannel client = connect()) {
      client.write(StandardCharsets.UTF_8.encode("reload\n"));
      ControlReply reply = requests.take().reply();
      reply.out("half");
      ByteBuffer piece = ByteBuffer.allocate(9);
      while (piece.hasRemaining()) {
        assertTrue(client.read(piece) > 0);
      }
      assertEquals("out half\n", new String(piece.array(), StandardCharsets.UTF_8));
      reply.err("not so good");
      reply.done(1);
      reply.done(2);
      reply.out("too late");
      assertEquals("err not so good\ndone 1\n", readAll(client));
      assertTrue(server.descriptor() > 2);
    }
  }

  @Test
  void clientsDoNotWaitForEachOther() throws Exception {
    try (var server = open(requests::add);
        SocketChannel silent = connect();
        SocketChannel first = connect();
        SocketChannel second = connect()) {
      first.write(StandardCharsets.UTF_8.encode("first\n"));
      ControlRequest slow = requests.take();
      second.write(StandardCharsets.UTF_8.encode("second\n"));
      requests.take().reply().done(2);
      assertEquals("done 2\n", readAll(second));
      slow.reply().done(1);
      assertEquals("done 1\n", readAll(first));
      silent.shutdownOutput();
      assertEquals("", readAll(silent));
      assertTrue(server.descriptor() > 2);
    }
  }

  @Test
  void moreClientsThanThereAreTurnsFor() throws Exception {
    try (var server = open(requests::add)) {
      var clients = new ArrayList<SocketChannel>();
      for (int i = 0; i < 24; i++) {
        SocketChannel client = connect();
        client.write(StandardCharsets.UTF_8.encode("x\n"));
        clients.add(client);
      }
      for (int i = 0; i < clients.size(); i++) {
        requests.take().reply().done(0);
      }
      for (SocketChannel client : clients) {
        assertEquals("done 0\n", readAll(client));
        client.close();
      }
      assertTrue(server.descriptor() > 2);
    }
  }

  @Test
  void aClientThatDoesNotReadIsDropped() throws Exception {
    try (var server = open(requests::add);
        SocketChannel client = connect()) {
      client.write(StandardCharsets.UTF_8.encode("stats\n"));
      ControlReply reply = requests.take().reply();
      String line = "x".repeat(1000);
      for (int i = 0; i < 3000; i++) {
        reply.out(line); // never waits
      }
      reply.done(0);
      String read = readAll(client);
      assertTrue(read.startsWith("out xxx"), read);
      assertFalse(read.contains("done"), "cut off");
      assertTrue(server.descriptor() > 2);
    }
  }

  @Test
  void aLongAnswerComesWhole() throws Exception {
    int lines = 10_000;
    Consumer<ControlRequest> commands =
        request -> {
          for (int i = 0; i < lines; i++) {
            request.reply().data(i, "some more text");
          }
          request.reply().done(0);
        };
    try (var server = open(commands)) {
      var got = new ArrayList<ControlLine>();
      assertEquals(0, ControlClient.ask(path, "stats", PATIENCE, got::add));
      assertEquals(lines, got.size());
      assertEquals(List.of("9999", "some more text"), got.getLast().fields());
      assertTrue(server.descriptor() > 2);
    }
  }

  @Test
  void aCommandThatIsTooLongIsRefused() throws Exception {
    try (var server = open(requests::add)) {
      assertEquals("err a command has fewer than 1024 bytes\ndone 2\n", exchange("x".repeat(1024)));
      assertTrue(server.descriptor() > 2);
    }
  }

  @Test
  void theEndOfTheSupervisorIsNoAnswer() throws Exception {
    try (SocketChannel client = connectTo(open(requests::add))) {
      assertEquals("out begun\n", readAll(client), "what was said comes through");
    }
    assertFalse(Files.exists(path));
    try (var server =
        open(request -> {
          request.reply().out("begun");
          requests.add(request);
        })) {
      Thread.ofPlatform().start(() -> closeAfterACommand(server));
      assertThrows(
          EOFException.class, () -> ControlClient.ask(path, "reload", PATIENCE, line -> {}));
    }
  }

  private SocketChannel connectTo(ControlServer server) throws Exception {
    SocketChannel client = connect();
    client.write(StandardCharsets.UTF_8.encode("reload\n"));
    requests.take().reply().out("begun");
    server.close();
    return client;
  }

  private void closeAfterACommand(ControlServer server) {
    try {
      requests.take();
      server.close();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isAdoptedByTheListeningSocket() throws Exception {
    ControlServer before = ControlServer.open(os, path);
    try (ControlServer after = ControlServer.adopt(os, path, before.descriptor())) {
      after.start(ControlServerTest::echo);
      assertEquals("out command x\ndata \ndone 3\n", exchange("x\n"));
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void replacesTheSocketOfADeadSupervisor() throws Exception {
    int dead = os.bindUnix(path);
    os.listen(dead, 1);
    os.close(dead);
    try (var server = open(ControlServerTest::echo)) {
      assertEquals(3, ControlClient.ask(path, "x", PATIENCE, line -> {}));
      assertTrue(server.descriptor() > 2);
    }
  }

  @Test
  void leavesOtherFilesAlone() throws Exception {
    Files.writeString(path, "precious");
    var problem = assertThrows(OsException.class, () -> ControlServer.open(os, path));
    assertEquals("bind " + path + ": there is a file that is no socket", problem.getMessage());
    assertEquals("precious", Files.readString(path));
  }

  @Test
  void clientGivesUpOnASupervisorThatIsSuspended() throws Exception {
    try (var server = open(requests::add)) {
      var problem =
          assertThrows(
              SocketTimeoutException.class,
              () -> ControlClient.ask(path, "status", Duration.ofMillis(20), line -> {}));
      assertEquals("nothing came within 20 ms", problem.getMessage());
      assertTrue(server.descriptor() > 2);
    }
  }
}
