package net.brim.api;

/**
 * Turns objects into JSON and back; the option {@code json} names the class, which has a public
 * no-argument constructor and may be used by many threads at once.
 */
public interface JsonCodec {

  /**
   * The UTF-8 text of {@code value}: maps, lists, records, beans, strings, numbers, booleans and
   * null.
   */
  byte[] write(@org.jspecify.annotations.Nullable Object value);

  /**
   * Reads one JSON text in UTF-8.
   *
   * @param type {@code Object.class} for maps, lists, strings, numbers, booleans and null
   * @throws IllegalArgumentException where the text is not JSON or does not fit the type
   */
  <T> T read(byte[] json, Class<T> type);
}
