package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import net.brim.os.OsException;
import net.brim.os.service.Reaper;
import org.junit.jupiter.api.Test;

class PlanningTest {

  private final Fleet fleet = new Fleet("[http]\nport = 8901\napps = echo\n");

  @Test
  void whereItCannotBeginNothingIsLeftOpen() {
    var planning =
        new Planning(fleet.os.os(), new Reaper(fleet.os.os(), exit -> {}), List.of(), event -> {});
    Set<Integer> before = Set.copyOf(fleet.os.open);
    for (int grants = 0; grants < 5; grants++) {
      fleet.os.grants = grants;
      assertThrows(OsException.class, () -> planning.begin(fleet.first(), List.of("brimd")));
      assertEquals(before, fleet.os.open, "after " + grants);
    }
    fleet.os.grants = -1;
    fleet.os.refusals.put("spawn", new OsException("posix_spawn", 12, "not enough memory"));
    assertThrows(OsException.class, () -> planning.begin(fleet.first(), List.of("brimd")));
    assertEquals(before, fleet.os.open);
  }
}
