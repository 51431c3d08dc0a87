package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SpawnTest {

  private static final List<String> LIST_DESCRIPTORS = List.of("/bin/ls", "-l", "/proc/self/fd");

  private static final CFunction SIGNAL = CFunction.returningLong("signal");

  @Test
  void passesArgumentsAndEnvironment() {
    Child.Result result = Child.run("/bin/sh", "-c", "echo \"$1|$2|$LC_ALL\"", "sh", "a  b", "ö");
    assertEquals("a  b|ö|C\n", result.output());
    assertEquals(new ChildExit(result.pid(), 0, 0), result.exit());
  }

  @Test
  void movesDescriptorsThatOverlapTheirTargetsAndLeaksNone() {
    int leak = OS.memoryFile("leak", 1);
    int high = 300;
    OS.duplicate(leak, high);
    List<Integer> files = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      files.add(OS.memoryFile("file" + i, 1));
    }
    List<Integer> reversed = files.reversed();
    assertTrue(reversed.stream().anyMatch(fd -> fd < 3 + 64 && fd != 3 + reversed.indexOf(fd)));
    Child.Result result = Child.run(LIST_DESCRIPTORS, reversed, false);
    files.forEach(OS::close);
    OS.close(leak);
    OS.close(high);
    SortedMap<Integer, String> passed = Child.descriptors(result);
    assertEquals(3 + 64, passed.size(), result.output());
    for (int i = 0; i < 64; i++) {
      assertEquals("/memfd:file" + (63 - i) + " (deleted)", passed.get(3 + i));
    }
  }

  @Test
  void passesOneDescriptorTwiceAndNoneAtAll() {
    int file = OS.memoryFile("twice", 1);
    Child.Result result = Child.run(LIST_DESCRIPTORS, List.of(file, file), false);
    assertEquals("/memfd:twice (deleted)", Child.descriptors(result).get(3));
    assertEquals("/memfd:twice (deleted)", Child.descriptors(result).get(4));
    assertEquals(5, Child.descriptors(result).size());
    OS.close(file);
    int pid = OS.spawn(new Program(List.of("/bin/true"), List.of(), List.of(), false));
    assertEquals(0, OS.waitForChild(pid).status());
  }

  @Test
  void theProgramBlocksAndIgnoresNoSignal() {
    try (Frame frame = new Frame()) {
      Memory blocked = SignalSets.none(frame);
      blocked.bytes().putLong(0, 1L << (Signals.USR1 - 1) | 1L << (Signals.TERM - 1));
      Memory before = SignalSets.mask(frame, blocked);
      SIGNAL.call(frame, Signals.USR1, 1);
      Child.Result result = Child.run("/bin/cat", "/proc/self/status");
      SIGNAL.call(frame, Signals.USR1, 0);
      SignalSets.mask(frame, before);
      assertEquals("0000000000000000", result.value("SigBlk:"));
      assertEquals("0000000000000000", result.value("SigIgn:"));
    }
  }

  @Test
  void leadsASessionOnlyWhereAsked() {
    Child.Result own = Child.run(List.of("/bin/cat", "/proc/self/stat"), List.of(), true);
    assertEquals(own.pid(), session(own));
    Child.Result shared = Child.run("/bin/cat", "/proc/self/stat");
    assertNotEquals(shared.pid(), session(shared));
  }

  private static int session(Child.Result stat) {
    return Integer.parseInt(stat.output().split(" ", 7)[5]);
  }

  @Test
  void saysWhyAProgramCannotStart() {
    OsException failure = assertThrows(OsException.class, () -> Child.run("/no/such/program"));
    assertEquals("spawn /no/such/program: No such file or directory", failure.getMessage());
    Program closed = new Program(List.of("/bin/true"), List.of(), List.of(999), false);
    assertEquals(Errno.EBADF, assertThrows(OsException.class, () -> OS.spawn(closed)).errno());
  }
}
