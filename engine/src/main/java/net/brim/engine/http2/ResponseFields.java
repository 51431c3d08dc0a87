package net.brim.engine.http2;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Locale;
import net.brim.api.HeaderList;
import net.brim.api.Response;
import net.brim.engine.http.DateLine;
import org.jspecify.annotations.Nullable;

/**
 * Makes the field section of a response: names in lower case, no field that belongs to a connection
 * (RFC 9113, sections 8.2 and 8.3.2).
 *
 * <p>As in HTTP/1, fields that frame the message are the server's, and an app's {@code Date} and
 * {@code Server} replace ours.
 */
final class ResponseFields {

  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
  private static final AsciiString DATE = AsciiString.cached("date");
  private static final AsciiString SERVER = AsciiString.cached("server");

  private static final @Nullable AsciiString[] STATUSES = new AsciiString[1000];

  /** Names as apps write them with what is sent; the last one wins its place. */
  private static final @Nullable Name[] NAMES = new Name[256];

  private static volatile Date date = new Date("", AsciiString.EMPTY_STRING);

  private final AsciiString serverHeader;
  private AsciiString[] fields = new AsciiString[32];
  private int end;

  ResponseFields(String serverHeader) {
    this.serverHeader = new AsciiString(serverHeader);
  }

  /**
   * The section.
   *
   * @param length of the content, -1 where nothing is said of it
   */
  Http2Headers of(Response response, long length) {
    HeaderList headers = response.headers();
    boolean dated = false;
    boolean served = serverHeader.isEmpty();
    end = 0;
    for (int i = 0; i < headers.size(); i++) {
      AsciiString name = name(headers.name(i));
      if (name.isEmpty()) {
        continue;
      }
      dated |= name.equals(DATE);
      served |= name.equals(SERVER);
      add(name, new AsciiString(headers.value(i).strip()));
    }
    if (!served) {
      add(SERVER, serverHeader);
    }
    if (!dated) {
      add(DATE, date());
    }
    if (length >= 0) {
      add(CONTENT_LENGTH, new AsciiString(Long.toString(length)));
    }
    return ReadOnlyHttp2Headers.serverHeaders(
        false, status(response.status().code()), Arrays.copyOf(fields, end));
  }

  private void add(AsciiString name, AsciiString value) {
    if (end == fields.length) {
      fields = Arrays.copyOf(fields, 2 * end);
    }
    fields[end++] = name;
    fields[end++] = value;
  }

  private static AsciiString status(int code) {
    AsciiString status = STATUSES[code];
    if (status == null) {
      status = AsciiString.cached(Integer.toString(code));
      STATUSES[code] = status;
    }
    return status;
  }

  private static AsciiString date() {
    String now = DateLine.at(System.nanoTime()).text();
    Date known = date;
    if (!known.text.equals(now)) {
      known = new Date(now, AsciiString.cached(now));
      date = known;
    }
    return known.sent;
  }

  /** The name as it is sent; empty where it is not. */
  private static AsciiString name(String given) {
    int place = given.hashCode() & NAMES.length - 1;
    Name known = NAMES[place];
    if (known == null || !known.given.equals(given)) {
      String lower = given.toLowerCase(Locale.ROOT);
      known = new Name(given, isServers(lower) ? AsciiString.EMPTY_STRING : new AsciiString(lower));
      NAMES[place] = known;
    }
    return known.sent;
  }

  /** Whether an app cannot set that field: it frames the message, or belongs to a connection. */
  private static boolean isServers(String lower) {
    return switch (lower) {
      case "connection",
          "content-length",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade" ->
          true;
      default -> false;
    };
  }

  private record Name(String given, AsciiString sent) {}

  private record Date(String text, AsciiString sent) {}
}
