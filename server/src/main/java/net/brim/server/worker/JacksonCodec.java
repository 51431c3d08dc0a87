package net.brim.server.worker;

import net.brim.api.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The JSON codec where the configuration names no other. */
public final class JacksonCodec implements JsonCodec {

  private final JsonMapper mapper = JsonMapper.builder().build();

  @Override
  public byte[] write(@Nullable Object value) {
    return mapper.writeValueAsBytes(value);
  }

  @Override
  public <T> T read(byte[] json, Class<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
