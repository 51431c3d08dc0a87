package net.brim.engine.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.util.List;

/** What all connections with one certificate share. */
interface TlsContext {

  /** TLS 1.2 suites with forward secrecy and authenticated encryption, and all of TLS 1.3. */
  List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  /** Loop: the handler of one connection. */
  SslHandler handler(ByteBufAllocator allocator);

  /** The keys of session tickets, the one for new tickets first. */
  void ticketKeys(List<byte[]> keys);

  /** No connection will begin with it. */
  void release();
}
