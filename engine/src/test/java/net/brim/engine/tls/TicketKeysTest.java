package net.brim.engine.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TicketKeysTest {

  private static final TicketSecret SECRET = TicketSecret.random();

  @Test
  void whoHasTheSecretHasTheKeys() {
    byte[] key = new TicketKeys(SECRET).keys(7).getFirst();
    assertArrayEquals(key, new TicketKeys(new TicketSecret(SECRET.text())).keys(7).getFirst());
    assertFalse(Arrays.equals(key, new TicketKeys(TicketSecret.random()).keys(7).getFirst()));
    assertFalse(Arrays.equals(key, new TicketKeys(SECRET.of("other")).keys(7).getFirst()));
    assertTrue(key.length >= 48, "16 bytes of a name, of a MAC key and of a cipher key");
  }

  @Test
  void ticketsOfThePeriodsBesideAreTaken() {
    TicketKeys keys = new TicketKeys(SECRET);
    assertArrayEquals(keys.keys(6).getFirst(), keys.keys(7).get(1));
    assertArrayEquals(keys.keys(8).getFirst(), keys.keys(7).get(2));
    assertEquals(3, keys.keys(7).size());
  }

  @Test
  void aPeriodIsEightHours() {
    long hour = 3_600_000;
    assertEquals(0, TicketKeys.period(8 * hour - 1));
    assertEquals(1, TicketKeys.period(8 * hour));
    assertEquals(-1, TicketKeys.period(-1));
  }

  @Test
  void aSecretIsLong() {
    assertThrows(IllegalArgumentException.class, () -> new TicketSecret("short"));
  }
}
