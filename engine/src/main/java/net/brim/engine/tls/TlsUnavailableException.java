package net.brim.engine.tls;

import java.security.GeneralSecurityException;

/** The implementation of TLS cannot be had on this machine, or cannot use what it was given. */
public final class TlsUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TlsUnavailableException(GeneralSecurityException cause) {
    super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
  }
}
