package net.brim.engine.http1;

import java.nio.charset.StandardCharsets;
import net.brim.api.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Header fields as places in the bytes of a head; a string is made when one is asked for.
 *
 * <p>Each field takes four ints of {@code places}: start and end of its name, start and end of its
 * value.
 */
final class HeadFields implements Headers {

  static final HeadFields NONE = new HeadFields(new byte[0], new int[0]);

  private final byte[] bytes;
  private final int[] places;

  HeadFields(byte[] bytes, int[] places) {
    this.bytes = bytes;
    this.places = places;
  }

  @Override
  public int size() {
    return places.length / 4;
  }

  @Override
  public String name(int index) {
    return text(places[4 * index], places[4 * index + 1]);
  }

  @Override
  public String value(int index) {
    return text(places[4 * index + 2], places[4 * index + 3]);
  }

  @Override
  public @Nullable String get(String name) {
    for (int i = 0; i < places.length; i += 4) {
      if (named(i, name)) {
        return text(places[i + 2], places[i + 3]);
      }
    }
    return null;
  }

  private boolean named(int place, String name) {
    int start = places[place];
    if (places[place + 1] - start != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (lower(bytes[start + i]) != lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
  }

  private String text(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }
}
