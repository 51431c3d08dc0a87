package net.brim.api.form;

/**
 * What a client may send in one multipart body; more ends the request with 413.
 *
 * @param bytes of the whole body, what is around the parts included
 * @param parts how many there may be
 * @param headBytes of the header fields of one part, from 256 to 1 MiB; also of what stands before
 *     the first part
 */
public record FormLimits(long bytes, int parts, int headBytes) {

  /** Any number of bytes, in up to 1000 parts with up to 8 KiB of header fields each. */
  public static final FormLimits DEFAULT = new FormLimits(Long.MAX_VALUE, 1000, 8 * 1024);

  private static final int MIN_HEAD = 256;
  private static final int MAX_HEAD = 1024 * 1024;

  public FormLimits {
    if (bytes < 0 || parts < 0 || headBytes < MIN_HEAD || headBytes > MAX_HEAD) {
      throw new IllegalArgumentException(
          "limits of a form: %d bytes, %d parts, %d bytes of header fields"
              .formatted(bytes, parts, headBytes));
    }
  }

  /** These limits with another number of bytes. */
  public FormLimits bytes(long other) {
    return new FormLimits(other, parts, headBytes);
  }

  /** These limits with another number of parts. */
  public FormLimits parts(int other) {
    return new FormLimits(bytes, other, headBytes);
  }

  /** These limits with another number of bytes for header fields. */
  public FormLimits headBytes(int other) {
    return new FormLimits(bytes, parts, other);
  }
}
