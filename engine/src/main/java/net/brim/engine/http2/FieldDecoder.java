package net.brim.engine.http2;

import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;

/** HPACK (RFC 7541): from a field block to a {@link FieldSection}. */
final class FieldDecoder extends DefaultHttp2HeadersDecoder {

  /**
   * An empty dynamic table.
   *
   * @param maxSize of a field section: names, values and 32 bytes for each field (RFC 9113, 6.5.2)
   */
  FieldDecoder(long maxSize) {
    super(false, false, maxSize);
  }

  @Override
  protected Http2Headers newHeaders() {
    return new FieldSection();
  }
}
