package net.brim.engine.http;

import java.util.List;
import net.brim.api.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The fields that can have one value only and whose value decides something: where one comes twice,
 * two readers might take different ones (RFC 9110, section 5.3).
 *
 * <p>Those that only inform, such as {@code User-Agent}, may be repeated. Those that frame a
 * message are each protocol's own.
 */
public final class SingleFields {

  /** Their names, in lower case. */
  public static final List<String> NAMES =
      List.of(
          "range",
          "origin",
          "if-range",
          "content-type",
          "max-forwards",
          "authorization",
          "content-range",
          "if-modified-since",
          "if-unmodified-since",
          "proxy-authorization");

  private SingleFields() {}

  /** The first of these fields that comes twice; null where none does. */
  public static @Nullable String repeated(Headers fields) {
    for (String name : NAMES) {
      if (fields.all(name).size() > 1) {
        return name;
      }
    }
    return null;
  }
}
