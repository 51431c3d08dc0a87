package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import net.brim.os.OsException;
import net.brim.server.config.HttpSubserver;
import net.brim.server.config.Subserver;
import net.brim.server.plan.SocketGroup;
import net.brim.server.systemd.Notifier;
import net.brim.server.systemd.PassedDescriptor;
import org.junit.jupiter.api.Test;

class ListenersTest {

  private static final HttpSubserver THREE =
      Subservers.wsgi("ip", "127.0.0.1", "port", "8901", "workers", "3", "backlog", "64");

  private final RecordingOs os = new RecordingOs();
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
  private final Listeners listeners = listeners(List.of());

  private Listeners listeners(List<PassedDescriptor> passed) {
    return new Listeners(
        os.os(),
        new StartPause(events, Notifier.NONE),
        Report.to(out, out),
        new PassedSockets(os.os(), passed),
        List.of(7, 5),
        20);
  }

  private ListenerGroup open(Subserver subserver, Duration retry) throws InterruptedException {
    return listeners.open(subserver, subserver.addresses().getFirst(), retry);
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void takesWhatIsPassedInThePlacesThatItHadAndAddsWhatIsMissing() throws InterruptedException {
    Listeners listeners =
        listeners(
            List.of(
                new PassedDescriptor(30, "brim-1-tcp-127.0.0.1_8901"),
                new PassedDescriptor(31, "brimd.socket")));
    os.calls.clear();
    ListenerGroup group = listeners.open(THREE, THREE.addresses().getFirst(), Duration.ZERO);
    assertEquals(List.of(31, 30, 10), group.sockets());
    assertEquals(
        List.of(
            "allowReusePort(31)", "localAddress(31)", "bindTcp(localhost/127.0.0.1:8901, true)"),
        os.calls);
    assertEquals(
        Map.of("brim-1-tcp-127.0.0.1_8901", 30),
        group.stored(),
        "neither another's nor a deaf one");
    group.steer(new int[] {0, 1, 2});
    assertEquals(
        Map.of("brim-1-tcp-127.0.0.1_8901", 30, "brim-2-tcp-127.0.0.1_8901", 10), group.stored());
  }

  @Test
  void severalSocketsOfOthersAreNotSteered() throws InterruptedException {
    Listeners listeners =
        listeners(List.of(new PassedDescriptor(30, "web"), new PassedDescriptor(31, "web")));
    ListenerGroup group = listeners.open(THREE, THREE.addresses().getFirst(), Duration.ZERO);
    assertEquals(List.of(30, 31), group.sockets());
    os.calls.clear();
    group.steer(new int[] {0});
    assertEquals(List.of(), os.calls);
    assertEquals(Map.of(), group.stored());
  }

  @Test
  void whatIsPassedForAnotherAddressIsLeft() throws InterruptedException {
    os.refusals.put("getsDatagrams(30)", new OsException("descriptor 30", 88, "no socket"));
    assertEquals(
        "systemd passes file, which cannot be listened on: descriptor 30: no socket",
        assertThrows(
                StartFailedException.class,
                () -> new PassedSockets(os.os(), List.of(new PassedDescriptor(30, "file"))))
            .getMessage());
    var passed = new PassedSockets(os.os(), List.of(new PassedDescriptor(31, "web")));
    assertEquals(
        List.of(),
        passed.take(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8902), false));
    assertEquals(
        List.of(),
        passed.take(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8901), true));
    assertEquals(Optional.empty(), passed.take(Path.of("/run/web"), true));
    assertEquals(
        List.of("web (127.0.0.1:8901)"),
        passed.left().stream().map(PassedSockets.Passed::describe).toList());
  }

  @Test
  void whatTheStoreHasFollowsTheAddresses() throws InterruptedException {
    var told = new ArrayList<String>();
    var store = new SocketStore(new RecordingNotifier(told));
    ListenerGroup group = open(THREE, Duration.ZERO);
    store.update(List.of(group));
    store.update(List.of(group));
    assertEquals(
        List.of(
            "keep brim-0-tcp-127.0.0.1_8901 10",
            "keep brim-1-tcp-127.0.0.1_8901 11",
            "keep brim-2-tcp-127.0.0.1_8901 12"),
        told);
    told.clear();
    store.update(List.of());
    assertEquals(3, told.size());
    assertTrue(told.contains("forget brim-1-tcp-127.0.0.1_8901"), told::toString);
  }

  @Test
  void claimsTheAddressAloneBeforeItIsShared() throws InterruptedException {
    ListenerGroup group = open(THREE, Duration.ZERO);
    assertEquals(
        List.of(
            "bindTcp(/127.0.0.1:8901, false)",
            "allowReusePort(10)",
            "listen(10, 64)",
            "localAddress(10)",
            "bindTcp(localhost/127.0.0.1:8901, true)",
            "listen(11, 64)",
            "bindTcp(localhost/127.0.0.1:8901, true)",
            "listen(12, 64)"),
        os.calls);
    assertEquals(List.of(10, 11, 12), group.sockets());
  }

  @Test
  void claimsAPortForDatagramsTheSameWay() throws InterruptedException {
    ListenerGroup group = open(Subservers.udp(8905, 2), Duration.ZERO);
    assertEquals(
        List.of(
            "bindUdp(/127.0.0.1:8905, false)",
            "allowReusePort(10)",
            "localAddress(10)",
            "bindUdp(localhost/127.0.0.1:8901, true)"),
        os.calls);
    assertEquals(List.of(10, 11), group.sockets());
    assertEquals("inet:2", group.describe().text());
  }

  @Test
  void needsOneSocketForOneWorkerWhichOthersCanJoinLater() throws InterruptedException {
    ListenerGroup group = open(Subservers.wsgi("ip", "127.0.0.1", "port", "8901"), Duration.ZERO);
    assertEquals(List.of(10), group.sockets());
    assertTrue(os.calls.contains("allowReusePort(10)"));
    os.calls.clear();
    assertSame(group, open(THREE, Duration.ZERO));
    assertEquals(List.of(10, 11, 12), group.sockets());
    assertTrue(os.calls.stream().noneMatch(call -> call.startsWith("listen")), "nobody is there");
    group.steer(new int[] {0, 1});
    group.steer(new int[] {0, 1, 2});
    assertEquals(
        List.of("listen(11, 64)", "steer(10, [0, 1])", "listen(12, 64)", "steer(10, [0, 1, 2])"),
        os.calls.subList(2, os.calls.size()));
  }

  @Test
  void takesBackWhatWasAddedForNothing() throws InterruptedException {
    ListenerGroup group = open(Subservers.wsgi("ip", "127.0.0.1", "port", "8901"), Duration.ZERO);
    open(THREE, Duration.ZERO);
    listeners.keepOnly(List.of(group));
    assertEquals(List.of(10, 11, 12), group.sockets(), "a worker that starts may have them");
    listeners.takeBack();
    assertEquals(List.of(10), group.sockets());
    assertTrue(os.calls.containsAll(List.of("close(11)", "close(12)")));
  }

  @Test
  void noDatagramIsSentToASocketThatWasJustAdded() throws InterruptedException {
    ListenerGroup group = open(Subservers.udp(8905, 1), Duration.ZERO);
    group.steer(new int[] {0});
    os.calls.clear();
    open(Subservers.udp(8905, 3), Duration.ZERO);
    assertEquals("steer(10, [0])", os.calls.getLast());
    group.steer(new int[] {0, 1, 2});
    assertEquals("steer(10, [0, 1, 2])", os.calls.getLast());
  }

  @Test
  void slotsShareSocketsWhereNoMoreCanBeBound() throws InterruptedException {
    ListenerGroup group = open(Subservers.wsgi("ip", "127.0.0.1", "port", "8901"), Duration.ZERO);
    os.refusals.put(
        "bindTcp(localhost/127.0.0.1:8901, true)",
        new OsException("bind", OsException.EACCES, "Permission denied"));
    assertSame(group, open(THREE, Duration.ZERO));
    assertEquals(List.of(10), group.sockets());
  }

  @Test
  void closesWhatNobodyListensOnAnyMore() throws InterruptedException {
    ListenerGroup group = open(THREE, Duration.ZERO);
    listeners.keepOnly(List.of());
    assertTrue(os.calls.containsAll(List.of("close(10)", "close(11)", "close(12)")));
    assertNotSame(group, open(THREE, Duration.ZERO));
  }

  @Test
  void sharesOneSocketWhereTheKernelRefusesTheOption() throws InterruptedException {
    os.refusals.put("allowReusePort(10)", new OsException("setsockopt", 92, "not available"));
    ListenerGroup group = open(THREE, Duration.ZERO);
    assertEquals(List.of(10), group.sockets());
    assertFalse(group.canGrow());
    assertTrue(told().contains("one socket for all workers"));
  }

  @Test
  void closesAllWhereALaterSocketIsRefused() {
    os.refusals.put("listen(12, 64)", new OsException("listen", 12, "out of memory"));
    assertThrows(StartFailedException.class, () -> open(THREE, Duration.ZERO));
    assertTrue(os.calls.containsAll(List.of("close(10)", "close(11)")));
  }

  @Test
  void saysAtOnceThatAnAddressIsBusyAndGivesUpInTime() {
    os.refusals.put(
        "bindTcp(/127.0.0.1:8901, false)",
        new OsException("bind 127.0.0.1:8901", OsException.EADDRINUSE, "Address already in use"));
    var problem =
        assertThrows(StartFailedException.class, () -> open(THREE, Duration.ofMillis(50)));
    assertEquals(
        "[wsgi] cannot listen on port 8901 of 127.0.0.1: bind 127.0.0.1:8901: Address already in"
            + " use",
        problem.getMessage());
    assertTrue(told().endsWith("Address already in use; trying again for 50 ms\n"));
  }

  @Test
  void stopsTryingAtASignal() {
    os.refusals.put(
        "bindTcp(/127.0.0.1:8901, false)",
        new OsException("bind", OsException.EADDRINUSE, "Address already in use"));
    events.add(new Event.SignalReceived("TERM"));
    var problem = assertThrows(StartFailedException.class, () -> open(THREE, Duration.ofHours(1)));
    assertEquals("stopped by SIGTERM while waiting for an address", problem.getMessage());
  }

  @Test
  void doesNotTryAgainWhatCannotSucceed() {
    os.refusals.put(
        "bindTcp(/127.0.0.1:8901, false)",
        new OsException("bind", OsException.EACCES, "Permission denied"));
    assertThrows(StartFailedException.class, () -> open(THREE, Duration.ofHours(1)));
    assertEquals(1, os.calls.size());
  }

  @Test
  void steersOnceToTheSameSockets() throws InterruptedException {
    ListenerGroup group = open(THREE, Duration.ZERO);
    os.calls.clear();
    group.steer(new int[] {0, 2});
    group.steer(new int[] {0, 2});
    group.steer(new int[0]);
    assertEquals(List.of("steer(10, [0, 2])"), os.calls);
  }

  @Test
  void stopsSteeringWhereTheKernelRefuses() throws InterruptedException {
    ListenerGroup group = open(THREE, Duration.ZERO);
    os.refusals.put("steer(10, [1])", new OsException("setsockopt", 1, "not permitted"));
    group.steer(new int[] {1});
    group.steer(new int[] {0});
    assertEquals(1, os.calls.stream().filter(call -> call.startsWith("steer")).count());
  }

  @Test
  void leavesClosedSocketsAlone() throws InterruptedException {
    ListenerGroup group = open(THREE, Duration.ZERO);
    group.close();
    group.close();
    group.steer(new int[] {1});
    assertEquals(3, os.calls.stream().filter(call -> call.startsWith("close")).count());
    assertTrue(os.calls.stream().noneMatch(call -> call.startsWith("steer")));
  }

  @Test
  void whatWasInheritedIsFoundWhereTheLauncherPutIt() throws InterruptedException {
    ListenerGroup group = open(Subservers.wsgi("listen", "fd:5", "workers", "3"), Duration.ZERO);
    assertEquals(List.of("listeningAddress(21)", "setNonBlocking(21)"), os.calls);
    assertEquals(List.of(21), group.sockets());
    assertEquals(new SocketGroup(false, 1), group.describe());
  }

  @Test
  void anInheritedDescriptorThatIsNoSocketIsNamed() {
    os.refusals.put("listeningAddress(20)", new OsException("descriptor 20", 0, "no socket"));
    var problem =
        assertThrows(
            StartFailedException.class,
            () -> open(Subservers.wsgi("listen", "fd:7"), Duration.ofHours(1)));
    assertEquals("[wsgi] cannot listen on fd:7: descriptor 20: no socket", problem.getMessage());
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    var problem =
        assertThrows(
            StartFailedException.class,
            () -> open(Subservers.wsgi("listen", "no-such-host.invalid:1"), Duration.ZERO));
    assertEquals(
        "[wsgi] cannot listen on port 1 of no-such-host.invalid: no-such-host.invalid: there is no"
            + " address of that name",
        problem.getMessage());
  }

  @Test
  void theLockOfTheDirectoryIsGivenUpWhereNothingCanBeBound() {
    Path path = Path.of("/proc/self/none/s");
    os.refusals.put(
        "bindUnix(" + path + ")", new OsException("bind", OsException.EADDRINUSE, "in use"));
    var problem =
        assertThrows(
            StartFailedException.class,
            () -> open(Subservers.wsgi("listen", path.toString()), Duration.ZERO));
    assertEquals("[wsgi] cannot listen on unix:" + path + ": bind: in use", problem.getMessage());
    assertEquals(
        List.of(
            "lockDirectory(/proc/self/none)",
            "bindUnix(" + path + ")",
            "bindUnix(" + path + ")",
            "close(5)"),
        os.calls);
  }
}
