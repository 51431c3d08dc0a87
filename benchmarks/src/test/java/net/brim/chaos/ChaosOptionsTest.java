package net.brim.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.brim.benchmarks.UsageException;
import net.brim.chaos.fault.Fault;
import net.brim.chaos.fault.Faults;
import org.junit.jupiter.api.Test;

class ChaosOptionsTest {

  @Test
  void withoutArgumentsEveryFaultStrikesTwentyTimesWithTwoAndFourWorkers() {
    ChaosOptions options = ChaosOptions.parse(List.of());
    assertEquals(20, options.times());
    assertEquals(List.of(2, 4), options.workers());
    assertEquals(names(Faults.all()), names(options.faults()));
  }

  @Test
  void eachCanBeChosen() {
    ChaosOptions options =
        ChaosOptions.parse(
            List.of("--seconds", "5", "--faults", "kill,none", "--workers", "3", "--times", "7"));
    assertEquals(7, options.times());
    assertEquals(5, options.seconds());
    assertEquals(List.of(3), options.workers());
    assertEquals(List.of("kill", "none"), names(options.faults()));
  }

  @Test
  void anUnknownFaultIsAnsweredWithThoseThatThereAre() {
    String message = usageError("--faults", "flood");
    assertTrue(message.contains("flood") && message.contains("reload"), message);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertEquals("--times needs a value", usageError("--times"));
    assertEquals("not a number: many", usageError("--times", "many"));
    assertEquals("unknown option --often", usageError("--often", "3"));
    assertEquals("times, seconds and workers are at least 1", usageError("--workers", "0"));
  }

  private static String usageError(String... arguments) {
    var list = List.of(arguments);
    return assertThrows(UsageException.class, () -> ChaosOptions.parse(list)).getMessage();
  }

  private static List<String> names(List<Fault> faults) {
    return faults.stream().map(Fault::name).toList();
  }
}
