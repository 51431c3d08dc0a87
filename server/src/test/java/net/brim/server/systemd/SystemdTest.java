package net.brim.server.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import net.brim.os.Os;
import net.brim.server.config.SystemdUse;
import org.junit.jupiter.api.Test;

class SystemdTest {

  private static List<PassedDescriptor> passed(Map<String, String> environment) {
    return Systemd.passed(SystemdUse.AUTO, environment, 812);
  }

  @Test
  void descriptorsHaveTheirNames() {
    assertEquals(
        List.of(
            new PassedDescriptor(3, "web"),
            new PassedDescriptor(4, "unknown"),
            new PassedDescriptor(5, "unknown")),
        passed(Map.of("LISTEN_PID", "812", "LISTEN_FDS", "3", "LISTEN_FDNAMES", "web:")));
  }

  @Test
  void thoseOfAnotherProcessAreNotOurs() {
    Map<String, String> ours = Map.of("LISTEN_PID", "812", "LISTEN_FDS", "1");
    assertEquals(1, passed(ours).size());
    assertEquals(List.of(), passed(Map.of("LISTEN_PID", "81", "LISTEN_FDS", "1")));
    assertEquals(List.of(), passed(Map.of("LISTEN_FDS", "1")));
    assertEquals(List.of(), passed(Map.of("LISTEN_PID", "812")));
    assertEquals(List.of(), Systemd.passed(SystemdUse.NO, ours, 812));
    assertThrows(
        IllegalArgumentException.class,
        () -> passed(Map.of("LISTEN_PID", "812", "LISTEN_FDS", "-1")));
  }

  @Test
  void nobodyIsToldWhereNobodyListens() {
    for (String socket : List.of("", "/", "vsock:2:9999", "run/notify")) {
      assertEquals(
          Notifier.NONE,
          Systemd.notifier(Os.current(), SystemdUse.AUTO, Map.of("NOTIFY_SOCKET", socket)));
    }
    assertEquals(Notifier.NONE, Systemd.notifier(Os.current(), SystemdUse.YES, Map.of()));
    assertEquals(
        Notifier.NONE,
        Systemd.notifier(Os.current(), SystemdUse.NO, Map.of("NOTIFY_SOCKET", "/run/notify")));
  }

  @Test
  void workersDoNotFindTheVariables() {
    assertEquals(
        Map.of("HOME", "/root", "LISTENING", "1"),
        Variables.without(
            Map.of(
                "HOME", "/root",
                "LISTENING", "1",
                "NOTIFY_SOCKET", "/run/n",
                "WATCHDOG_USEC", "1",
                "WATCHDOG_PID", "1",
                "FDSTORE", "1",
                "LISTEN_PID", "1",
                "LISTEN_FDS", "1",
                "LISTEN_FDNAMES", "a")));
  }
}
