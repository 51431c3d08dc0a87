package net.brim.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a resource from another, to hold a request's conditions against (RFC
 * 9110, sections 8.8 and 13).
 *
 * <pre>{@code
 * // GET and HEAD: ETag and Last-Modified, 304, 412, and ranges
 * return Validators.ofFile(file).apply(request, Response.of(Status.OK).body(file, 0, size));
 *
 * // PUT and DELETE: 412 before anything is changed
 * Validators.of(tag).require(request);
 * }</pre>
 *
 * @param exists whether there is a current state at all
 * @param etag null where the app makes none
 * @param lastModified null where it is not known; to the second, as header fields have it
 */
public record Validators(boolean exists, @Nullable EntityTag etag, @Nullable Instant lastModified) {

  /** Of a resource that is not there: {@code If-None-Match: *} holds, {@code If-Match} does not. */
  public static final Validators MISSING = new Validators(false, null, null);

  /** A file may change again, unnoticed, while its last change is not longer ago. */
  private static final Duration UNSETTLED = Duration.ofSeconds(2);

  /** What a request's conditions come to. */
  public enum Outcome {
    /** The request is to be served as any other. */
    PROCEED,
    /** What the client has is current: 304. */
    NOT_MODIFIED,
    /** The client meant another state: 412. */
    FAILED
  }

  public Validators {
    if (!exists && (etag != null || lastModified != null)) {
      throw new IllegalArgumentException("what does not exist has neither tag nor date");
    }
    lastModified = lastModified == null ? null : lastModified.truncatedTo(ChronoUnit.SECONDS);
  }

  /** A tag alone. */
  public static Validators of(EntityTag etag) {
    return new Validators(true, etag, null);
  }

  /** A date alone: changes within one second go unnoticed. */
  public static Validators of(Instant lastModified) {
    return new Validators(true, null, lastModified);
  }

  /** Both. */
  public static Validators of(EntityTag etag, Instant lastModified) {
    return new Validators(true, etag, lastModified);
  }

  /** A strong tag made of the bytes. */
  public static Validators ofContent(byte[] content) {
    return of(EntityTag.ofContent(content));
  }

  /**
   * A tag made of the file's size and time of change, and that time; the tag is weak for the two
   * seconds in which another change could go unnoticed.
   */
  public static Validators ofFile(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return ofFile(attributes.size(), attributes.lastModifiedTime().toInstant(), Instant.now());
  }

  /** As {@link #ofFile(Path)}, of a file of which the size and the change are known already. */
  public static Validators ofFile(long size, Instant changed, Instant now) {
    String opaque = "%x-%x-%x".formatted(size, changed.getEpochSecond(), changed.getNano());
    boolean settled = changed.plus(UNSETTLED).isBefore(now);
    return of(new EntityTag(opaque, !settled), changed);
  }

  /** Those that a response already bears in {@code ETag} and {@code Last-Modified}. */
  public static Validators of(Response response) {
    String tag = response.headers().get("ETag");
    String date = response.headers().get("Last-Modified");
    return new Validators(
        true,
        tag == null ? null : EntityTag.parse(tag),
        date == null ? null : HttpDate.parse(date));
  }

  /**
   * Holds the conditions of a request against this state, in the order of RFC 9110, section 13.2.2;
   * {@code If-Range} is not among them, see {@link Ranges}.
   *
   * <p>What cannot be read matches nothing. A date that cannot be read is as if it were not there.
   */
  public Outcome evaluate(Request request) {
    String method = request.method();
    if (method.equals("OPTIONS") || method.equals("TRACE") || method.equals("CONNECT")) {
      return Outcome.PROCEED; // They neither select nor change a state.
    }
    Headers headers = request.headers();
    boolean asMeant = headers.contains("If-Match") ? ifMatch(headers) : !changedSince(headers);
    if (!asMeant) {
      return Outcome.FAILED;
    }
    if (headers.contains("If-None-Match")) {
      return ifNoneMatch(headers, request)
          ? Outcome.PROCEED
          : isRead(request) ? Outcome.NOT_MODIFIED : Outcome.FAILED;
    }
    return isRead(request) && unchangedSince(headers) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
  }

  /**
   * Ends a request whose conditions say so, before anything is done for it.
   *
   * @throws HttpException with 412, or with 304 for GET and HEAD
   */
  public void require(Request request) {
    switch (evaluate(request)) {
      case PROCEED -> {}
      case NOT_MODIFIED -> throw new HttpException(stamp(Response.of(Status.NOT_MODIFIED)));
      case FAILED -> throw new HttpException(Status.PRECONDITION_FAILED);
    }
  }

  /**
   * Makes of a 200 to GET or HEAD what the request's conditions and ranges ask for: 304, 412, 206,
   * 416, or the response itself with its validators. Any other response is given back as it is: for
   * a request that changes something, {@link #require} comes first.
   *
   * @throws IOException where a stream or a file that is not sent cannot be closed
   */
  public Response apply(Request request, Response response) throws IOException {
    if (!isRead(request) || response.status().code() != Status.OK.code()) {
      return response;
    }
    Outcome outcome = evaluate(request);
    if (outcome == Outcome.PROCEED) {
      return Ranges.apply(request, stamp(response));
    }
    response.discard();
    return outcome == Outcome.NOT_MODIFIED
        ? notModified(stamp(response))
        : new HttpException(Status.PRECONDITION_FAILED).response();
  }

  /** That response with these as its {@code ETag} and {@code Last-Modified}. */
  public Response stamp(Response response) {
    HeaderList headers = response.headers();
    if (etag != null) {
      headers = headers.replace("ETag", etag.toString());
    }
    if (lastModified != null) {
      headers = headers.replace("Last-Modified", HttpDate.format(lastModified));
    }
    return response.headers(headers);
  }

  static boolean isRead(Request request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }

  private boolean ifMatch(Headers headers) {
    EntityTags wanted = EntityTags.of(headers, "If-Match");
    EntityTag tag = etag;
    return wanted.any() ? exists : tag != null && wanted.anyMatch(tag::strongEquals);
  }

  private boolean ifNoneMatch(Headers headers, Request request) {
    EntityTags unwanted = EntityTags.of(headers, "If-None-Match");
    EntityTag tag = etag;
    if (unwanted.any()) {
      return !exists;
    }
    if (!unwanted.readable() && !isRead(request)) {
      return false; // Nothing is changed on a condition that was not understood.
    }
    return tag == null || !unwanted.anyMatch(tag::weakEquals);
  }

  private boolean changedSince(Headers headers) {
    Instant date = date(headers, "If-Unmodified-Since");
    return date != null && lastModified != null && lastModified.isAfter(date);
  }

  private boolean unchangedSince(Headers headers) {
    Instant date = date(headers, "If-Modified-Since");
    return date != null && lastModified != null && !lastModified.isAfter(date);
  }

  private static @Nullable Instant date(Headers headers, String name) {
    List<String> values = headers.all(name);
    return values.size() == 1 ? HttpDate.parse(values.getFirst()) : null;
  }

  /** What a cache needs to go on with what it has (RFC 9110, section 15.4.5). */
  private static Response notModified(Response response) {
    HeaderList kept = HeaderList.of();
    for (int i = 0; i < response.headers().size(); i++) {
      String name = response.headers().name(i);
      String lower = name.toLowerCase(Locale.ROOT);
      if (!lower.startsWith("content-") || lower.equals("content-location")) {
        kept = kept.with(name, response.headers().value(i));
      }
    }
    return response.status(Status.NOT_MODIFIED).headers(kept).body(Body.EMPTY);
  }
}
