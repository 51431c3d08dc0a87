package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import net.brim.server.config.ListenAddress;
import net.brim.server.plan.SocketGroup;
import org.junit.jupiter.api.Test;

class EstateCodecTest {

  private static final Estate ESTATE =
      new Estate(
          List.of("/jdk/bin/java", "-jar", "brim.jar"),
          "nobody",
          1_234,
          10,
          11,
          12,
          13,
          14,
          15,
          List.of(
              new Estate.Sockets(new ListenAddress.Tcp("*", 80), List.of(20, 21), 1, 64, true, 1),
              new Estate.Sockets(new ListenAddress.Udp("::1", 53), List.of(22), 1, 0, true, 1),
              new Estate.Sockets(
                  new ListenAddress.Unix(Path.of("/run/a b.sock"), OptionalInt.of(0660)),
                  List.of(23),
                  1,
                  4096,
                  false,
                  0),
              new Estate.Sockets(
                  new ListenAddress.Unix(Path.of("/run/c.sock"), OptionalInt.empty()),
                  List.of(24),
                  1,
                  4096,
                  false,
                  0),
              new Estate.Sockets(new ListenAddress.Inherited(3), List.of(25), 1, 0, false, 1)),
          List.of(new Estate.Queue("wsgi#admin", 26, 27)),
          List.of(new Estate.Planned(4, 30), new Estate.Planned(7, 31)),
          List.of(
              new Estate.Worker(
                  7,
                  "wsgi#admin",
                  "1",
                  1,
                  Estate.Place.SUCCESSOR,
                  812,
                  new WorkerPipes(40, 41, 42, 43),
                  44,
                  2,
                  WorkerHandle.State.STARTING,
                  5_000,
                  -1,
                  Long.MAX_VALUE,
                  false,
                  3,
                  List.of(new SocketGroup(false, 2), new SocketGroup(true, 1)),
                  List.of("0.1", "1.0"),
                  List.of("rea", "\u00e4", ""))));

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertEquals(ESTATE, EstateCodec.read(EstateCodec.write(ESTATE)));
    Estate alone =
        new Estate(
            List.of("a"),
            null,
            0,
            Estate.NONE,
            Estate.NONE,
            Estate.NONE,
            5,
            6,
            Estate.NONE,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertEquals(alone, EstateCodec.read(EstateCodec.write(alone)));
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    byte[] bytes = EstateCodec.write(ESTATE);
    bytes[7]++; // the version
    assertThrows(IOException.class, () -> EstateCodec.read(bytes));
  }

  @Test
  void everyDescriptorIsLeftAndRenumbered() {
    List<Integer> all = ESTATE.descriptors();
    assertEquals(
        List.of(10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25, 26, 27, 30, 31, 40, 41, 42, 43, 44),
        all);
    Estate moved = ESTATE.renumbered(old -> old + 100);
    assertEquals(all.stream().map(old -> old + 100).toList(), moved.descriptors());
    assertEquals(ESTATE, moved.renumbered(old -> old - 100));
    assertEquals(Estate.NONE, ESTATE.withoutNextPlan().renumbered(old -> old + 1).nextPlan());
  }
}
