package net.brim.server.config;

/** A subserver of connections. */
public sealed interface StreamSubserver extends Subserver permits HttpSubserver, TcpSubserver {

  /** The length of the accept queue of each listening socket. */
  int backlog();

  /** How it speaks TLS, if it does. */
  TlsOptions tls();
}
