package net.brim.engine.tls;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What the keys of session tickets are derived from: workers that share it resume each other's
 * sessions.
 */
public record TicketSecret(String text) {

  private static final int BYTES = 32;

  /** Refuses what can be guessed. */
  public TicketSecret {
    if (text.length() < BYTES) {
      throw new IllegalArgumentException("a secret has at least " + BYTES + " characters");
    }
  }

  /** One that nobody has had before. */
  public static TicketSecret random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new TicketSecret(HexFormat.of().formatHex(bytes));
  }

  /** One for a purpose of its own: tickets made with this one are worth nothing there. */
  public TicketSecret of(String purpose) {
    return new TicketSecret(text + " " + purpose);
  }

  @Override
  public String toString() {
    return "TicketSecret";
  }
}
