package net.brim.engine.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The example of RFC 6455, section 1.3. */
final class HandshakeTest {

  @Test
  void acceptsTheKeyOfTheStandard() {
    assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Handshake.accept("dGhlIHNhbXBsZSBub25jZQ=="));
  }
}
