package net.brim.api;

import java.util.function.Function;

/** What a client sent as text, as another type; one that does not fit ends the request with 400. */
final class ClientValue {

  static final String FIELD = "header field";
  static final String PARAMETER = "parameter";

  private static final int SHOWN = 60;

  private ClientValue() {}

  static int toInt(String kind, String name, String text) {
    return convert(kind, name, text, ConfValues::toInt, "a whole number");
  }

  static long toLong(String kind, String name, String text) {
    return convert(kind, name, text, value -> Long.parseLong(value.strip()), "a whole number");
  }

  static double toDouble(String kind, String name, String text) {
    double number = convert(kind, name, text, ConfValues::toDouble, "a number");
    if (Double.isInfinite(number)) {
      throw refusal(kind, name, text, "a smaller number");
    }
    return number;
  }

  static boolean toBoolean(String kind, String name, String text) {
    return convert(
        kind, name, text, ConfValues::toBoolean, "yes or no (true, on, 1, false, off, 0)");
  }

  private static <T> T convert(
      String kind, String name, String text, Function<String, T> conversion, String expected) {
    try {
      return conversion.apply(text);
    } catch (IllegalArgumentException e) {
      throw refusal(kind, name, text, expected);
    }
  }

  /** The value is shown percent-encoded: no browser can take it for markup. */
  private static ClientError.BadRequest refusal(
      String kind, String name, String text, String expected) {
    return new ClientError.BadRequest(
        "The %s %s is '%s': expected %s.\n".formatted(kind, shown(name), shown(text), expected));
  }

  private static String shown(String text) {
    return text.length() <= SHOWN
        ? PercentEncoding.quote(text)
        : PercentEncoding.quote(text.substring(0, SHOWN)) + "...";
  }
}
