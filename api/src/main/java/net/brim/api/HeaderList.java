package net.brim.api;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list of header fields, made by adding to a shorter one.
 *
 * <p>No field can split a message: a name is a token, and a value holds no control characters save
 * the tab and none beyond U+00FF (RFC 9110, sections 5.1 and 5.5).
 */
public final class HeaderList implements Headers {

  private static final HeaderList NONE = new HeaderList(new String[0]);

  /** Names at even indices, values at odd ones. */
  private final String[] fields;

  private HeaderList(String[] fields) {
    this.fields = fields;
  }

  /** No fields. */
  public static HeaderList of() {
    return NONE;
  }

  /** One field. */
  public static HeaderList of(String name, String value) {
    return NONE.with(name, value);
  }

  /**
   * These fields and one more at the end.
   *
   * @throws IllegalArgumentException where the name or the value could not be sent as it is
   */
  public HeaderList with(String name, String value) {
    checkName(name);
    checkValue(name, value);
    String[] longer = Arrays.copyOf(fields, fields.length + 2);
    longer[fields.length] = name;
    longer[fields.length + 1] = value;
    return new HeaderList(longer);
  }

  /** These fields without those of that name. */
  public HeaderList without(String name) {
    if (!contains(name)) {
      return this;
    }
    HeaderList rest = NONE;
    for (int i = 0; i < size(); i++) {
      if (!name(i).equalsIgnoreCase(name)) {
        rest = rest.with(name(i), value(i));
      }
    }
    return rest;
  }

  /** These fields with that one instead of any of its name. */
  public HeaderList replace(String name, String value) {
    return without(name).with(name, value);
  }

  @Override
  public int size() {
    return fields.length / 2;
  }

  @Override
  public String name(int index) {
    return fields[2 * index];
  }

  @Override
  public String value(int index) {
    return fields[2 * index + 1];
  }

  private static void checkName(String name) {
    if (!Tokens.isToken(name)) {
      throw new IllegalArgumentException("header name '" + name + "' is not a token");
    }
  }

  private static void checkValue(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
        throw new IllegalArgumentException(
            "header %s: character U+%04X at index %d cannot be sent".formatted(name, (int) c, i));
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeaderList that && Arrays.equals(fields, that.fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash((Object[]) fields);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }
}
