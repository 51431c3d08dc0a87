package net.brim.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for parts of a body (RFC 9110, section 14).
 *
 * <p>A request may ask for 16 ranges at most, of which no more than two overlap others; one that
 * asks for more gets 416 and never costs more than the whole body would. Overlapping ranges are
 * sent as one.
 */
public final class Ranges {

  /** A file that changed within the same second may have had the same date before. */
  private static final Duration DATE_GRAIN = Duration.ofSeconds(1);

  private Ranges() {}

  /**
   * Makes of a 200 whose body is bytes or a part of a file what the {@code Range} of a GET asks
   * for: 206 with one range or, as {@code multipart/byteranges}, with several; or 416. To GET and
   * HEAD it says {@code Accept-Ranges}. HEAD itself has no ranges (RFC 9110, section 14.2). Any
   * other response is given back as it is, and so is one that {@code If-Range} finds changed, by
   * its {@code ETag} and {@code Last-Modified}.
   */
  public static Response apply(Request request, Response response) throws IOException {
    return apply(request, response, Instant.now());
  }

  static Response apply(Request request, Response response, Instant now) throws IOException {
    long whole = length(response.body());
    if (whole < 0 || response.status().code() != 200 || !Validators.isRead(request)) {
      return response;
    }
    Response offered = response.headers(response.headers().replace("Accept-Ranges", "bytes"));
    List<ByteRange> ranges = asked(request, response, whole, now);
    if (ranges == null) {
      return offered;
    }
    if (ranges.isEmpty()) {
      response.discard();
      return notSatisfiable(whole);
    }
    return ranges.size() == 1
        ? single(offered, ranges.getFirst(), whole)
        : multiple(offered, ranges, whole);
  }

  /** The ranges to send; null for the whole body, none for 416. */
  private static @Nullable List<ByteRange> asked(
      Request request, Response response, long whole, Instant now) {
    List<String> fields = request.headers().all("Range");
    if (fields.size() != 1 || !request.method().equals("GET")) {
      return null;
    }
    List<ByteRange> ranges = ByteRange.parse(fields.getFirst(), whole);
    return ranges == null || !unchanged(request, response, now) || isShort(response.body())
        ? null
        : ranges;
  }

  /** The length of a body that has ranges, else -1. */
  private static long length(Body body) {
    if (body instanceof Body.Bytes bytes) {
      return bytes.bytes().length;
    }
    if (body instanceof Body.OpenFile open) {
      return open.length();
    }
    return body instanceof Body.FileRegion region ? region.length() : -1;
  }

  /** Whether a file lacks what it should hold, which the server finds out and reports. */
  private static boolean isShort(Body body) {
    try {
      if (body instanceof Body.OpenFile open) {
        return open.file().size() - open.offset() < open.length();
      }
      return body instanceof Body.FileRegion region
          && Files.size(region.file()) - region.offset() < region.length();
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether {@code If-Range} holds (RFC 9110, section 13.1.5). */
  private static boolean unchanged(Request request, Response response, Instant now) {
    List<String> fields = request.headers().all("If-Range");
    if (fields.isEmpty()) {
      return true;
    }
    if (fields.size() > 1) {
      return false;
    }
    Validators current = Validators.of(response);
    EntityTag tag = EntityTag.parse(fields.getFirst());
    if (tag != null) {
      return current.etag() != null && tag.strongEquals(current.etag());
    }
    Instant date = HttpDate.parse(fields.getFirst());
    return date != null
        && date.equals(current.lastModified())
        && !date.plus(DATE_GRAIN).isAfter(now);
  }

  private static Response notSatisfiable(long whole) {
    Status status = Status.RANGE_NOT_SATISFIABLE;
    return new HttpException(status).response().header("Content-Range", "bytes */" + whole);
  }

  private static Response single(Response response, ByteRange range, long whole) {
    return partial(response)
        .header("Content-Range", range.of(whole))
        .body(part(response.body(), range));
  }

  private static Body part(Body whole, ByteRange range) {
    if (whole instanceof Body.OpenFile open) {
      return new Body.OpenFile(open.file(), open.offset() + range.first(), range.length());
    }
    return whole instanceof Body.FileRegion region
        ? new Body.FileRegion(region.file(), region.offset() + range.first(), range.length())
        : new Body.Bytes(slice((Body.Bytes) whole, range));
  }

  private static Response multiple(Response response, List<ByteRange> ranges, long whole) {
    String boundary = boundary();
    String type = response.headers().get("Content-Type");
    var parts = new ArrayList<FileParts.Part>();
    String start = "--";
    for (ByteRange range : ranges) {
      String head =
          start
              + boundary
              + (type == null ? "" : "\r\nContent-Type: " + type)
              + "\r\nContent-Range: "
              + range.of(whole)
              + "\r\n\r\n";
      parts.add(new FileParts.Part(latin1(head), range));
      start = "\r\n--";
    }
    byte[] end = latin1("\r\n--" + boundary + "--\r\n");
    HeaderList headers =
        response.headers().replace("Content-Type", "multipart/byteranges; boundary=" + boundary);
    return partial(response.headers(headers)).body(body(response.body(), parts, end));
  }

  private static Body body(Body whole, List<FileParts.Part> parts, byte[] end) {
    if (whole instanceof Body.FileRegion || whole instanceof Body.OpenFile) {
      var stream =
          whole instanceof Body.OpenFile open
              ? new FileParts(open, parts, end)
              : new FileParts((Body.FileRegion) whole, parts, end);
      return new Body.Stream(stream, stream.left());
    }
    var joined = new ByteArrayOutputStream();
    for (FileParts.Part part : parts) {
      joined.writeBytes(part.head());
      joined.writeBytes(slice((Body.Bytes) whole, part.range()));
    }
    joined.writeBytes(end);
    return new Body.Bytes(joined.toByteArray());
  }

  private static Response partial(Response response) {
    return response
        .status(Status.PARTIAL_CONTENT)
        .headers(response.headers().without("Content-Length"));
  }

  private static byte[] slice(Body.Bytes body, ByteRange range) {
    return Arrays.copyOfRange(body.bytes(), (int) range.first(), (int) range.last() + 1);
  }

  /** Stands in no body, not even in one whose author would like to guess it. */
  private static String boundary() {
    return UUID.randomUUID().toString();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
