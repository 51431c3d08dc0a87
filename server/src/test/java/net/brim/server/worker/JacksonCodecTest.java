package net.brim.server.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JacksonCodecTest {

  private final LazyCodec codec = new LazyCodec();

  @Test
  void writesAndReadsMaps() {
    var map = new LinkedHashMap<String, Object>();
    map.put("a", 1);
    map.put("b", List.of("ü", true));
    map.put("c", new BigInteger("18446744073709551615"));
    map.put("d", null);
    byte[] json = codec.write(map);
    assertEquals(
        "{\"a\":1,\"b\":[\"ü\",true],\"c\":18446744073709551615,\"d\":null}",
        new String(json, StandardCharsets.UTF_8));
    assertEquals(map, codec.read(json, Object.class));
  }

  @Test
  void refusesWhatIsNoJson() {
    byte[] text = "{\"a\":".getBytes(StandardCharsets.UTF_8);
    assertThrows(IllegalArgumentException.class, () -> codec.read(text, Map.class));
  }
}
