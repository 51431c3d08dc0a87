package net.brim.engine.http1;

import static net.brim.engine.http1.HeadReader.malformed;

import net.brim.api.Status;
import net.brim.engine.http.MalformedRequest;

/**
 * The transfer codings of one request, over all its {@code Transfer-Encoding} fields (RFC 9112,
 * sections 6.1 and 7): {@code chunked}, once, is the only one that passes.
 *
 * <p>Lists may have empty elements (RFC 9110, section 5.6.1), but nobody sends them here save to
 * find out who overlooks them.
 */
final class TransferCodings {

  private static final String CHUNKED = "chunked";

  private boolean chunked;
  private boolean unknown;
  private boolean malformed;

  /** Takes note of one field. */
  void field(LineReader in, int start, int end) {
    int i = start;
    do {
      i = coding(in, i, end);
    } while (i <= end);
  }

  /** Refuses all but {@code chunked}. */
  void check() throws MalformedRequest {
    if (malformed) {
      throw malformed("Transfer-Encoding must be chunked, once and last.");
    }
    if (unknown) {
      throw new MalformedRequest(
          Status.NOT_IMPLEMENTED, "Only the transfer coding chunked is known.");
    }
  }

  /** Passes one element of the list and its comma; beyond {@code end} where it was the last. */
  private int coding(LineReader in, int start, int end) {
    int nameStart = blanks(in, start, end);
    int i = nameStart;
    while (i < end && Bytes.is(in.at(i), Bytes.TOKEN)) {
      i++;
    }
    boolean isChunked = in.matches(nameStart, i, CHUNKED);
    malformed |= i == nameStart || chunked;
    chunked |= isChunked;
    unknown |= !isChunked;
    i = blanks(in, i, end);
    if (i < end && in.at(i) != ',') {
      malformed |= isChunked || in.at(i) != ';';
      while (i < end && in.at(i) != ',') {
        i++;
      }
    }
    return i + 1;
  }

  private static int blanks(LineReader in, int start, int end) {
    int i = start;
    while (i < end && Bytes.is(in.at(i), Bytes.BLANK)) {
      i++;
    }
    return i;
  }
}
