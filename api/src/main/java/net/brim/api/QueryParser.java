package net.brim.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string, or of a form that is encoded like one: {@code name=value} with
 * an ampersand between.
 *
 * <p>Names and values are decoded as UTF-8, with a plus for a space; a parameter without an equals
 * sign has an empty value. Of several of one name, the getters of one value take the last. A getter
 * of a type ends the request with 400 where the value does not fit, and a {@code require} method
 * where it is missing.
 */
public final class QueryParser {

  private static final QueryParser NONE = new QueryParser(Map.of());

  private final Map<String, List<String>> values;

  private QueryParser(Map<String, List<String>> values) {
    this.values = values;
  }

  /** The parameters of that query string, which begins behind the question mark; null has none. */
  public static QueryParser of(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return NONE;
    }
    var values = new LinkedHashMap<String, List<String>>();
    for (int start = 0; start <= query.length(); ) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      if (end > start) {
        add(values, query.substring(start, end));
      }
      start = end + 1;
    }
    values.replaceAll((name, all) -> Collections.unmodifiableList(all));
    return new QueryParser(Collections.unmodifiableMap(values));
  }

  private static void add(Map<String, List<String>> values, String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    String value = equals < 0 ? "" : parameter.substring(equals + 1);
    values
        .computeIfAbsent(PercentEncoding.decode(name, true), any -> new ArrayList<>(1))
        .add(PercentEncoding.decode(value, true));
  }

  /** The names, in the order in which they first come. */
  public Set<String> names() {
    return values.keySet();
  }

  /** Whether there is a parameter of that name. */
  public boolean contains(String name) {
    return values.containsKey(name);
  }

  /** The values of all parameters of that name, in their order. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The value of the parameter, or null. */
  public @Nullable String get(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? null : all.getLast();
  }

  /** The value of the parameter, or {@code otherwise}. */
  public String get(String name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  /** The value of a parameter that must be there. */
  public String require(String name) {
    String value = get(name);
    if (value == null) {
      throw new ClientError.BadRequest(
          "The parameter " + PercentEncoding.quote(name) + " is missing.\n");
    }
    return value;
  }

  /** A decimal integer of 32 bits. */
  public int getInt(String name, int otherwise) {
    return contains(name) ? requireInt(name) : otherwise;
  }

  /** A decimal integer of 32 bits that must be there. */
  public int requireInt(String name) {
    return ClientValue.toInt(ClientValue.PARAMETER, name, require(name));
  }

  /** A decimal integer of 64 bits. */
  public long getLong(String name, long otherwise) {
    return contains(name) ? requireLong(name) : otherwise;
  }

  /** A decimal integer of 64 bits that must be there. */
  public long requireLong(String name) {
    return ClientValue.toLong(ClientValue.PARAMETER, name, require(name));
  }

  /** A decimal number. */
  public double getDouble(String name, double otherwise) {
    return contains(name) ? requireDouble(name) : otherwise;
  }

  /** A decimal number that must be there. */
  public double requireDouble(String name) {
    return ClientValue.toDouble(ClientValue.PARAMETER, name, require(name));
  }

  /**
   * Yes or no: {@code true yes on 1 t y} or {@code false no off 0 f n}, in any case. A parameter
   * without a value, as in {@code ?verbose}, is the opposite of {@code otherwise}.
   */
  public boolean getBoolean(String name, boolean otherwise) {
    String value = get(name);
    if (value == null) {
      return otherwise;
    }
    return value.isEmpty() ? !otherwise : ClientValue.toBoolean(ClientValue.PARAMETER, name, value);
  }
}
