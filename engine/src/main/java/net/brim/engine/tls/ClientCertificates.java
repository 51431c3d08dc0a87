package net.brim.engine.tls;

/** Whether clients are asked for a certificate. */
public enum ClientCertificates {
  /** They are not asked. */
  NONE,
  /** Whoever shows one must show a good one. */
  OPTIONAL,
  /** Without a good one there is no connection. */
  REQUIRED
}
