package net.brim.engine.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that session tickets are sealed with: derived from a secret and the time, so that all
 * processes with that secret have the same, and change them together, without a word.
 */
final class TicketKeys {

  /** How long new tickets are made with one key; they are taken until the next one is over. */
  static final Duration PERIOD = Duration.ofHours(8);

  private static final String ALGORITHM = "HmacSHA512";

  private final TicketSecret secret;

  TicketKeys(TicketSecret secret) {
    this.secret = secret;
  }

  static long period(long epochMillis) {
    return Math.floorDiv(epochMillis, PERIOD.toMillis());
  }

  /** The key of that period, for new tickets, then its neighbours: clocks are read at odd times. */
  List<byte[]> keys(long period) {
    return List.of(key(period), key(period - 1), key(period + 1));
  }

  private byte[] key(long period) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.text().getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(("brim session tickets " + period).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
