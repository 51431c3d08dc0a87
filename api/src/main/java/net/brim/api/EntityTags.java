package net.brim.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What {@code If-Match} or {@code If-None-Match} lists (RFC 9110, sections 13.1.1 and 13.1.2).
 *
 * @param any whether it is {@code *}
 * @param tags those that could be read
 * @param readable whether all could be
 */
record EntityTags(boolean any, List<EntityTag> tags, boolean readable) {

  EntityTags {
    tags = List.copyOf(tags);
  }

  /** Reads the fields of that name as one list. */
  static EntityTags of(Headers headers, String name) {
    List<String> values = headers.all(name);
    if (values.size() == 1 && values.getFirst().equals("*")) {
      return new EntityTags(true, List.of(), true);
    }
    var tags = new ArrayList<EntityTag>();
    boolean readable = true;
    for (String value : values) {
      readable &= read(value, tags);
    }
    return new EntityTags(false, tags, readable);
  }

  boolean anyMatch(Predicate<EntityTag> predicate) {
    return tags.stream().anyMatch(predicate);
  }

  /** Reads tags separated by commas, which may also stand within a tag. */
  private static boolean read(String value, List<EntityTag> tags) {
    int start = 0;
    while (start < value.length()) {
      int end = endOfElement(value, start);
      String element = value.substring(start, end).strip();
      EntityTag tag = EntityTag.parse(element);
      if (tag != null) {
        tags.add(tag);
      } else if (!element.isEmpty()) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  private static int endOfElement(String value, int start) {
    boolean quoted = false;
    for (int i = start; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return value.length();
  }
}
