package net.brim.chaos.fault;

import java.io.Serial;

/** This server or this machine cannot do what a fault needs; the message says why. */
public final class NotAvailableException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  NotAvailableException(String message) {
    super(message);
  }
}
