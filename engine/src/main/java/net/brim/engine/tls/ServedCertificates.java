package net.brim.engine.tls;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The certificates of a server, which follow their files.
 *
 * <pre>
 *   look() ─► files changed? ─► the same twice? ─► all good? ─► contexts for new connections
 *                                                     └─ no: said once, what was shown stays
 * </pre>
 *
 * <p>One thread looks; any thread asks for {@link #current}.
 */
final class ServedCertificates {

  private final TlsSettings settings;
  private final Logger logger;
  private final ContextFactory factory;
  private final List<WatchedCertificate> certificates;
  private final WatchedAuthorities authorities;
  private volatile TlsContexts contexts;

  /** The contexts before those: a connection may just have been about to use one. */
  private @Nullable TlsContexts replaced;

  private TicketKeys tickets;
  private long ticketPeriod;

  /**
   * Makes the contexts of what the settings hold.
   *
   * @param now in milliseconds since 1970
   * @throws TlsFileException where a file holds something else than it should
   * @throws GeneralSecurityException where the implementation of TLS cannot be had, or cannot use
   *     it
   */
  ServedCertificates(TlsSettings settings, Logger logger, long now)
      throws GeneralSecurityException {
    this.settings = settings;
    this.logger = logger;
    this.factory = ContextFactory.of(settings, logger);
    this.certificates = settings.certificates().stream().map(WatchedCertificate::new).toList();
    this.authorities = new WatchedAuthorities(settings.clientAuthorities());
    this.tickets = ticketKeys();
    this.ticketPeriod = TicketKeys.period(now);
    this.contexts = makeContexts();
    certificates.forEach(certificate -> certificate.warnOfSecret(logger));
  }

  TlsContexts current() {
    return contexts;
  }

  /**
   * Looks whether files have changed, and whether it is time for other ticket keys.
   *
   * @param atOnce what has changed is not watched for a while before it is taken
   * @param now in milliseconds since 1970
   */
  void look(boolean atOnce, long now) {
    boolean changed = succeeds(() -> authorities.look(atOnce));
    for (WatchedCertificate certificate : certificates) {
      if (succeeds(() -> certificate.look(atOnce))) {
        logger.info("shown to new connections: {}", certificate.description());
        changed = true;
      }
    }
    long period = TicketKeys.period(now);
    if (changed) {
      ticketPeriod = period;
      replaceContexts();
    } else if (period != ticketPeriod) {
      ticketPeriod = period;
      contexts.ticketKeys(tickets.keys(period));
    }
  }

  void release() {
    if (replaced != null) {
      replaced.release();
    }
    contexts.release();
  }

  private boolean succeeds(BooleanSupplier look) {
    try {
      return look.getAsBoolean();
    } catch (TlsFileException e) {
      logger.error("what was read before stays: {}", e.getMessage());
      return false;
    }
  }

  private void replaceContexts() {
    try {
      tickets = ticketKeys();
      TlsContexts fresh = makeContexts();
      if (replaced != null) {
        replaced.release();
      }
      replaced = contexts;
      contexts = fresh;
    } catch (GeneralSecurityException | RuntimeException e) {
      logger.error("certificates that were read anew cannot be used; those before stay", e);
    }
  }

  private TlsContexts makeContexts() throws GeneralSecurityException {
    boolean asked = settings.clientCertificates() != ClientCertificates.NONE;
    var trusted =
        asked ? authorities.certificates() : List.<java.security.cert.X509Certificate>of();
    TlsContexts made =
        TlsContexts.of(
            certificates.stream().map(certificate -> certificate.identity(trusted)).toList(),
            factory);
    made.ticketKeys(tickets.keys(ticketPeriod));
    return made;
  }

  private TicketKeys ticketKeys() {
    return new TicketKeys(
        settings.ticketSecret().of(settings.clientCertificates() + " " + authorities.text()));
  }
}
