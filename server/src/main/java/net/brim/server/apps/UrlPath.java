package net.brim.server.apps;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.brim.api.Request;
import org.jspecify.annotations.Nullable;

/**
 * The path that a request asks for below a prefix, in the bytes of the file system: percent escapes
 * are decoded once, and what comes out is no UTF-8 where a file's name is none.
 *
 * <pre>
 *   /static/a%20b//c/   below /static   is   "a b/c", with a slash at its end
 * </pre>
 *
 * @param bytes names with one slash between; empty for the prefix itself
 * @param slash whether a slash stands at the end, as for a directory
 * @param verdict what the names alone say
 */
@SuppressWarnings("ArrayRecordComponent") // made once for a request, never compared
record UrlPath(byte[] bytes, boolean slash, Verdict verdict) {

  /** What a path can be that no file is looked up for. */
  enum Verdict {
    /** A file may have it. */
    PLAIN,
    /** No file can, or none that is shown. */
    NOTHING,
    /** It leads upwards. */
    ESCAPE
  }

  private static final byte[] WELL_KNOWN = ".well-known".getBytes(StandardCharsets.US_ASCII);
  private static final String HEX = "0123456789ABCDEF";

  /**
   * The path of {@code request} below {@code prefix}; null where it is not below it.
   *
   * @param prefix decoded, of whole segments, without a slash at its end
   * @param dotFiles whether names that begin with a dot are shown
   */
  static @Nullable UrlPath of(Request request, String prefix, boolean dotFiles) {
    String path = request.path();
    int start = prefix.length();
    if (!path.startsWith(prefix) || (path.length() > start && path.charAt(start) != '/')) {
      return null;
    }
    if (path.isEmpty() || path.charAt(0) != '/') {
      return null; // OPTIONS * and CONNECT
    }
    Names names = new Names(dotFiles);
    names.add(below(request, path, prefix));
    // No name has a slash in it, and what a proxy before us permits must not become another path.
    return names.path(hasEncodedSlash(request.target()) ? Verdict.NOTHING : Verdict.PLAIN);
  }

  /** What stands behind the prefix. */
  private static byte[] below(Request request, String path, String prefix) {
    String target = request.target();
    if (path.indexOf('\ufffd') >= 0 && target.indexOf('%') >= 0) {
      // Not all of it was UTF-8, so the text has lost what the bytes were.
      byte[] whole = decode(target.substring(startOfPath(target), endOfPath(target)));
      int skipped = utf8(request.mountPath() + prefix).length;
      return Arrays.copyOfRange(whole, Math.min(skipped, whole.length), whole.length);
    }
    return utf8(path.substring(prefix.length()));
  }

  /** The names of a path, put together again with one slash between. */
  private static final class Names {

    private final boolean dotFiles;
    private byte[] joined = {};
    private int length;
    private boolean slash;
    private Verdict verdict = Verdict.PLAIN;

    Names(boolean dotFiles) {
      this.dotFiles = dotFiles;
    }

    void add(byte[] path) {
      joined = new byte[path.length];
      slash = path.length > 0 && path[path.length - 1] == '/';
      for (int start = 0; start < path.length; ) {
        int end = start;
        while (end < path.length && path[end] != '/') {
          end++;
        }
        if (end > start) {
          add(path, start, end);
        }
        start = end + 1;
      }
    }

    private void add(byte[] path, int start, int end) {
      boolean dots = dotFiles || (length == 0 && isWellKnown(path, start, end));
      verdict = worse(verdict, verdict(path, start, end, dots));
      if (length > 0) {
        joined[length++] = '/';
      }
      System.arraycopy(path, start, joined, length, end - start);
      length += end - start;
    }

    UrlPath path(Verdict ofTarget) {
      return new UrlPath(Arrays.copyOf(joined, length), slash, worse(verdict, ofTarget));
    }

    private static Verdict worse(Verdict one, Verdict other) {
      return one.compareTo(other) > 0 ? one : other;
    }
  }

  private static Verdict verdict(byte[] bytes, int start, int end, boolean dots) {
    boolean dot = bytes[start] == '.';
    if (dot && end - start == 2 && bytes[start + 1] == '.') {
      return Verdict.ESCAPE;
    }
    for (int i = start; i < end; i++) {
      if (bytes[i] == 0) {
        return Verdict.NOTHING;
      }
    }
    return dot && (!dots || end - start == 1) ? Verdict.NOTHING : Verdict.PLAIN;
  }

  /** The directory that is public by its definition (RFC 8615). */
  private static boolean isWellKnown(byte[] bytes, int start, int end) {
    return Arrays.equals(bytes, start, end, WELL_KNOWN, 0, WELL_KNOWN.length);
  }

  private static boolean hasEncodedSlash(String target) {
    if (target.indexOf('%') < 0) {
      return false;
    }
    int end = endOfPath(target);
    for (int i = target.indexOf("%2"); i >= 0 && i < end; i = target.indexOf("%2", i + 1)) {
      if (target.regionMatches(true, i, "%2F", 0, 3)) {
        return true;
      }
    }
    return false;
  }

  private static int endOfPath(String target) {
    int mark = target.indexOf('?');
    return mark < 0 ? target.length() : mark;
  }

  /** Where the path begins: behind the authority in a target that is a whole URI. */
  private static int startOfPath(String target) {
    int authority = target.startsWith("/") ? -1 : target.indexOf("://");
    return authority < 0 ? 0 : Math.max(0, target.indexOf('/', authority + 3));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes that a path with percent escapes stands for; the server has checked the escapes. */
  static byte[] decode(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
    int end = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && i + 2 < bytes.length) {
        bytes[end++] =
            (byte) (Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
        i += 2;
      } else {
        bytes[end++] = bytes[i];
      }
    }
    return Arrays.copyOf(bytes, end);
  }

  /** A part of a path as a URL has it: safe in a header field, in markup, and in no scheme. */
  static String encode(byte[] path, int start, int end) {
    var text = new StringBuilder(end - start + 16);
    for (int i = start; i < end; i++) {
      int b = path[i] & 0xff;
      if (isPlain(b)) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
      }
    }
    return text.toString();
  }

  /** The unreserved characters of RFC 3986, section 2.3, and the slash. */
  private static boolean isPlain(int b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~'
        || b == '/';
  }
}
