package net.brim.os.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.brim.os.OsException;
import org.junit.jupiter.api.Test;

class AddressRetryTest {

  private final OsException busy =
      new OsException("bind", OsException.EADDRINUSE, "Address already in use");

  private final List<OsException> told = new ArrayList<>();
  private long now = 5_000_000_000L;
  private int attempts;

  private AddressRetry retry(Duration limit) {
    return new AddressRetry(limit, time -> now += time.toNanos(), () -> now);
  }

  private AddressRetry.Binding<String> freeAfter(int failures, OsException failure) {
    return () -> {
      if (attempts++ < failures) {
        throw failure;
      }
      return "bound";
    };
  }

  @Test
  void aFreeAddressIsBoundAtOnce() throws InterruptedException {
    assertEquals("bound", retry(Duration.ZERO).bind(freeAfter(0, busy), told::add));
    assertEquals(List.of(), told);
  }

  @Test
  void aBusyOneIsTriedAgainAndToldOfOnce() throws InterruptedException {
    assertEquals("bound", retry(Duration.ofSeconds(1)).bind(freeAfter(4, busy), told::add));
    assertEquals(List.of(busy), told);
    assertEquals(5, attempts);
  }

  @Test
  void timeRunsOut() {
    var retry = retry(Duration.ofSeconds(1));
    var failure =
        assertThrows(OsException.class, () -> retry.bind(freeAfter(1000, busy), told::add));
    assertSame(busy, failure);
    assertEquals(6, attempts);
    var once = retry(Duration.ZERO);
    attempts = 0;
    assertThrows(OsException.class, () -> once.bind(freeAfter(1000, busy), told::add));
    assertEquals(1, attempts);
    assertEquals(1, told.size());
  }

  @Test
  void anythingElseIsAFailure() {
    var denied = new OsException("bind", OsException.EACCES, "Permission denied");
    var retry = retry(Duration.ofSeconds(1));
    assertSame(
        denied, assertThrows(OsException.class, () -> retry.bind(freeAfter(1, denied), told::add)));
    assertEquals(List.of(), told);
  }

  @Test
  void whoPausesMayGiveUp() {
    var retry =
        new AddressRetry(
            Duration.ofSeconds(1),
            time -> {
              throw new InterruptedException("enough");
            });
    assertThrows(InterruptedException.class, () -> retry.bind(freeAfter(1, busy), told::add));
  }
}
