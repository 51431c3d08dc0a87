package net.brim.server.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.brim.os.Os;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;

class SystemdNotifierTest {

  private final List<String> told = new ArrayList<>();
  private boolean takes = true;
  private boolean there = true;
  private int opened;
  private int closed;

  private Object call(String name, Object[] arguments) {
    return switch (name) {
      case "connectDatagram" -> {
        if (!there) {
          throw new OsException("connect", OsException.ENOENT, "No such file or directory");
        }
        opened++;
        yield 9;
      }
      case "sendDatagram" -> {
        if (takes) {
          String text =
              new String((byte[]) arguments[1], 0, (int) arguments[2], StandardCharsets.UTF_8);
          told.add(arguments.length > 3 ? text + " " + arguments[3] : text);
        }
        yield takes;
      }
      case "close" -> {
        closed++;
        yield null;
      }
      default -> throw new UnsupportedOperationException(name);
    };
  }

  private Notifier notifier(Map<String, String> environment) {
    Os os =
        (Os)
            Proxy.newProxyInstance(
                Os.class.getClassLoader(),
                new Class<?>[] {Os.class},
                (proxy, method, arguments) -> call(method.getName(), arguments));
    return new SystemdNotifier(
        new NotifySocket(os, "/run/notify"), environment, 812, () -> 5_000_000_000L);
  }

  @Test
  void tellsWhatItDoes() {
    Notifier notifier = notifier(Map.of());
    notifier.status("1 of 2 workers ready");
    notifier.status("1 of 2 workers ready");
    notifier.ready();
    notifier.reloading();
    notifier.status("two\nlines");
    notifier.ready();
    notifier.stopping(Duration.ofSeconds(3));
    assertEquals(
        List.of(
            "STATUS=1 of 2 workers ready",
            "READY=1\nMAINPID=812",
            "RELOADING=1\nMONOTONIC_USEC=5000000",
            "STATUS=two lines",
            "READY=1\nMAINPID=812",
            "STOPPING=1\nEXTEND_TIMEOUT_USEC=3000000"),
        told);
  }

  @Test
  void hasSocketsKept() {
    Notifier notifier = notifier(Map.of());
    notifier.keep("brim-0-tcp-a_1", 7);
    notifier.forget("brim-0-tcp-a_1");
    assertEquals(
        List.of(
            "FDSTORE=1\nFDNAME=brim-0-tcp-a_1\nFDPOLL=0 [7]",
            "FDSTOREREMOVE=1\nFDNAME=brim-0-tcp-a_1"),
        told);
  }

  @Test
  void theWatchdogIsFedTwiceInItsTime() {
    Notifier notifier = notifier(Map.of("WATCHDOG_USEC", "20000", "WATCHDOG_PID", "812"));
    notifier.ready();
    told.clear();
    assertEquals(5_010, notifier.alive(5_000));
    assertEquals(5_010, notifier.alive(5_009));
    assertEquals(List.of("WATCHDOG=1"), told);
    assertEquals(5_022, notifier.alive(5_012));
    assertEquals(List.of("WATCHDOG=1", "WATCHDOG=1"), told);
  }

  @Test
  void theWatchdogOfAnotherProcessIsLeftAlone() {
    for (Map<String, String> environment :
        List.of(
            Map.of("WATCHDOG_USEC", "20000", "WATCHDOG_PID", "1"),
            Map.of("WATCHDOG_USEC", "0"),
            Map.of("WATCHDOG_USEC", "soon"),
            Map.<String, String>of())) {
      Notifier notifier = notifier(environment);
      notifier.ready();
      told.clear();
      assertEquals(Long.MAX_VALUE, notifier.alive(5_000));
      assertEquals(List.of(), told);
    }
  }

  @Test
  void aStartMayTakeItsTimeButNotForEver() {
    Notifier notifier = notifier(Map.of());
    long next = notifier.alive(5_000);
    assertEquals(15_000, next);
    int turns = 0;
    while (next != Long.MAX_VALUE) {
      next = notifier.alive(next);
      turns++;
    }
    assertEquals("EXTEND_TIMEOUT_USEC=30000000", told.getFirst());
    assertEquals(turns, told.size());
    assertEquals(30, turns, "for five minutes");
    notifier.ready();
    assertEquals(Long.MAX_VALUE, notifier.alive(400_000));
  }

  @Test
  void whatIsNotTakenIsSentAgain() {
    Notifier notifier = notifier(Map.of());
    takes = false;
    notifier.ready();
    assertEquals(5_200, notifier.alive(5_000));
    takes = true;
    there = false;
    notifier.status("on");
    there = true;
    assertEquals(Long.MAX_VALUE, notifier.alive(5_200));
    assertEquals(List.of("READY=1\nMAINPID=812", "STATUS=on"), told);
    notifier.close();
    assertEquals(opened, closed);
  }
}
