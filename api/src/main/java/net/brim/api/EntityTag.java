package net.brim.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag: names one state of what a URI stands for (RFC 9110, section 8.8.3).
 *
 * @param opaque what stands between the quotes
 * @param weak whether states that are as good as equal have the same tag; a strong one changes with
 *     each byte
 */
public record EntityTag(String opaque, boolean weak) {

  public EntityTag {
    for (int i = 0; i < opaque.length(); i++) {
      if (!isTagChar(opaque.charAt(i))) {
        throw new IllegalArgumentException(
            "entity tag: character U+%04X at index %d cannot stand in one"
                .formatted((int) opaque.charAt(i), i));
      }
    }
  }

  /** A strong tag. */
  public static EntityTag strong(String opaque) {
    return new EntityTag(opaque, false);
  }

  /** A weak tag. */
  public static EntityTag weak(String opaque) {
    return new EntityTag(opaque, true);
  }

  /** A strong tag made of the bytes themselves, by SHA-256. */
  public static EntityTag ofContent(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return strong(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The tag that a header field such as {@code ETag} holds; null where it holds none. */
  public static @Nullable EntityTag parse(String text) {
    boolean weak = text.startsWith("W/");
    int start = weak ? 2 : 0;
    if (text.length() < start + 2 || text.charAt(start) != '"' || !text.endsWith("\"")) {
      return null;
    }
    for (int i = start + 1; i < text.length() - 1; i++) {
      if (!isTagChar(text.charAt(i))) {
        return null;
      }
    }
    return new EntityTag(text.substring(start + 1, text.length() - 1), weak);
  }

  /** Whether both are strong and the same: the bytes are equal (RFC 9110, section 8.8.3.2). */
  public boolean strongEquals(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /** Whether both are the same, weak or not: one is as good as the other. */
  public boolean weakEquals(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  /** This one as a weak tag. */
  public EntityTag asWeak() {
    return weak(opaque);
  }

  /** As a header field shows it: {@code "x"} or {@code W/"x"}. */
  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }

  private static boolean isTagChar(char c) {
    return c == '!' || (c > '"' && c <= '~') || (c >= 0x80 && c <= 0xff);
  }
}
