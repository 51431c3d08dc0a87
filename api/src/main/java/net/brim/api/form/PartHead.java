package net.brim.api.form;

import net.brim.api.ClientError;
import net.brim.api.HeaderList;

/** The header fields of a part, which are those of a mail (RFC 2046, section 5.1). */
final class PartHead {

  /** Forms have three or four. */
  private static final int MAX_FIELDS = 32;

  private PartHead() {}

  /**
   * Takes lines apart.
   *
   * @param head each line with its CRLF, a character for each byte
   */
  static HeaderList parse(String head) {
    HeaderList fields = HeaderList.of();
    for (int start = 0; start < head.length(); ) {
      int end = endOfField(head, start);
      String line = unfold(head.substring(start, end));
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new ClientError.BadRequest("A header field of a part has no colon.\n");
      }
      if (fields.size() == MAX_FIELDS) {
        throw new ClientError.ContentTooLarge(
            "A part may have no more than " + MAX_FIELDS + " header fields.\n");
      }
      fields = add(fields, line.substring(0, colon), strip(line.substring(colon + 1)));
      start = end + 2;
    }
    return fields;
  }

  /** The end of a line that is not followed by one that goes on with it. */
  private static int endOfField(String head, int start) {
    int end = head.indexOf("\r\n", start);
    while (end + 2 < head.length() && isBlank(head.charAt(end + 2))) {
      end = head.indexOf("\r\n", end + 2);
    }
    return end;
  }

  private static String unfold(String field) {
    return field.indexOf('\r') < 0 ? field : field.replaceAll("\r\n[ \t]+", " ");
  }

  private static HeaderList add(HeaderList fields, String name, String value) {
    try {
      return fields.with(name, value);
    } catch (IllegalArgumentException e) {
      throw new ClientError.BadRequest("A header field of a part is malformed.\n");
    }
  }

  private static String strip(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isBlank(value.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
