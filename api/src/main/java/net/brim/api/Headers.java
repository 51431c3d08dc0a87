package net.brim.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message in their order; names are compared without regard to case (RFC
 * 9110, section 5).
 *
 * <p>Values hold one character for each byte (ISO 8859-1), without the white space around them.
 */
public interface Headers {

  /** The number of fields. */
  int size();

  /** The name of the field at {@code index}, as sent. */
  String name(int index);

  /** The value of the field at {@code index}. */
  String value(int index);

  /** The value of the first field of that name, or null. */
  default @Nullable String get(String name) {
    for (int i = 0; i < size(); i++) {
      if (name(i).equalsIgnoreCase(name)) {
        return value(i);
      }
    }
    return null;
  }

  /** The value of the first field of that name, or {@code otherwise}. */
  default String get(String name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }

  /** The values of all fields of that name, in their order. */
  default List<String> all(String name) {
    var values = new ArrayList<String>(1);
    for (int i = 0; i < size(); i++) {
      if (name(i).equalsIgnoreCase(name)) {
        values.add(value(i));
      }
    }
    return values;
  }

  /** Whether there is a field of that name. */
  default boolean contains(String name) {
    return get(name) != null;
  }

  /**
   * Whether a comma-separated field such as {@code Connection} lists {@code token}, without regard
   * to case.
   */
  default boolean hasToken(String name, String token) {
    for (String value : all(name)) {
      for (String element : value.split(",", -1)) {
        if (element.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Calls {@code action} with the name and value of each field. */
  default void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < size(); i++) {
      action.accept(name(i), value(i));
    }
  }

  /**
   * The value of the first field of that name as a decimal integer of 32 bits, or {@code otherwise}
   * where there is none.
   *
   * @throws ClientError.BadRequest where it is something else; so do all getters of types
   */
  default int getInt(String name, int otherwise) {
    String value = get(name);
    return value == null ? otherwise : ClientValue.toInt(ClientValue.FIELD, name, value);
  }

  /** The same as an integer of 64 bits. */
  default long getLong(String name, long otherwise) {
    String value = get(name);
    return value == null ? otherwise : ClientValue.toLong(ClientValue.FIELD, name, value);
  }

  /** The same as a decimal number. */
  default double getDouble(String name, double otherwise) {
    String value = get(name);
    return value == null ? otherwise : ClientValue.toDouble(ClientValue.FIELD, name, value);
  }

  /**
   * The same as yes or no: {@code true yes on 1 t y} or {@code false no off 0 f n}, in any case.
   */
  default boolean getBoolean(String name, boolean otherwise) {
    String value = get(name);
    return value == null ? otherwise : ClientValue.toBoolean(ClientValue.FIELD, name, value);
  }
}
