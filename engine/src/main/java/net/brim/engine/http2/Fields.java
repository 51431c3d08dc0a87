package net.brim.engine.http2;

import java.util.Arrays;
import net.brim.api.Headers;

/** The header or trailer fields of a request, all in lower case. */
final class Fields implements Headers {

  static final Fields NONE = new Fields(new String[0], 0);

  /** Names at even indices, values at odd ones. */
  private final String[] fields;

  private final int size;

  private Fields(String[] fields, int size) {
    this.fields = fields;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String name(int index) {
    return fields[2 * index];
  }

  @Override
  public String value(int index) {
    return fields[2 * index + 1];
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }

  /** Gathers fields. */
  static final class Builder {

    private String[] fields = new String[24];
    private int end;

    int size() {
      return end / 2;
    }

    /** Adds a field and returns its index. */
    int add(String name, String value) {
      if (end == fields.length) {
        fields = Arrays.copyOf(fields, 2 * end);
      }
      fields[end++] = name;
      fields[end++] = value;
      return end / 2 - 1;
    }

    String value(int index) {
      return fields[2 * index + 1];
    }

    /** Gives a field another value. */
    void set(int index, String value) {
      fields[2 * index + 1] = value;
    }

    Fields build() {
      return new Fields(fields, end / 2);
    }
  }
}
