package net.brim.engine;

import net.brim.api.JsonCodec;
import org.jspecify.annotations.Nullable;

/** Says which call is missing. */
record MissingJson() implements JsonCodec {

  @Override
  public byte[] write(@Nullable Object value) {
    throw missing();
  }

  @Override
  public <T> T read(byte[] json, Class<T> type) {
    throw missing();
  }

  private static IllegalStateException missing() {
    return new IllegalStateException("the server was built without a JSON codec");
  }
}
