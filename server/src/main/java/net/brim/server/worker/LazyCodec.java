package net.brim.server.worker;

import net.brim.api.JsonCodec;
import org.jspecify.annotations.Nullable;

/** Makes the default codec when it is first used, as few apps do and it takes long to load. */
final class LazyCodec implements JsonCodec {

  /** Loaded, and so made, at its first use. */
  private static final class Holder {
    static final JsonCodec CODEC = new JacksonCodec();
  }

  @Override
  public byte[] write(@Nullable Object value) {
    return Holder.CODEC.write(value);
  }

  @Override
  public <T> T read(byte[] json, Class<T> type) {
    return Holder.CODEC.read(json, type);
  }
}
