package net.brim.engine.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Arrays;

/**
 * One field section in the order of its arrival, as HPACK gives it; nothing of it is checked yet.
 *
 * <p>Of Netty's headers, only what its decoder calls is changed: a table by names would lose the
 * order, and most of what it costs would be for nothing.
 */
final class FieldSection extends DefaultHttp2Headers {

  /** Names at even indices, values at odd ones. */
  private String[] fields = new String[24];

  private int end;

  FieldSection() {
    super(false, 2);
  }

  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    if (end == fields.length) {
      fields = Arrays.copyOf(fields, 2 * end);
    }
    fields[end++] = name.toString();
    fields[end++] = value.toString();
    return this;
  }

  @Override
  public int size() {
    return end / 2;
  }

  String name(int index) {
    return fields[2 * index];
  }

  String value(int index) {
    return fields[2 * index + 1];
  }
}
