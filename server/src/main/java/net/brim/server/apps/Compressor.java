package net.brim.server.apps;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import net.brim.api.Body;
import net.brim.api.EntityTag;
import net.brim.api.HeaderList;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import org.jspecify.annotations.Nullable;

/**
 * The app that {@link Compress} makes.
 *
 * <pre>
 *   may it be compressed? ──no──► as it is
 *        │ yes
 *        ▼
 *   would the client like it, and is it worth it? ──no──► with Vary
 *        │ yes
 *        ▼
 *   with Vary, Content-Encoding, a weak ETag, and the body compressed
 * </pre>
 */
final class Compressor implements HttpApp {

  /** Longer bytes are compressed while they are sent, so that other requests have their turn. */
  private static final int MOST_AT_ONCE = 256 * 1024;

  /** A response that has one of these was made for its bytes as they are. */
  private static final List<String> BOUND_TO_BYTES =
      List.of(
          "Content-Encoding",
          "Content-Range",
          "Content-Digest",
          "Repr-Digest",
          "Digest",
          "Content-MD5");

  private final Compress.Settings settings;
  private final HttpApp next;
  private final AtomicBoolean complained = new AtomicBoolean();

  Compressor(Compress.Settings settings, HttpApp next) {
    this.settings = settings;
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws Exception {
    Response response = next.handle(request);
    if (!mayBeCompressed(request, response)) {
      return response;
    }
    var accepted = AcceptEncoding.of(request.headers());
    Coding coding = accepted.choose(settings.codings(), any -> isUsable(any, request));
    Response varied = response.headers(vary(response.headers()));
    if (coding == null) {
      return varied;
    }
    if (response.status().code() == Status.NOT_MODIFIED.code()) {
      return varied.headers(weakTag(varied.headers()));
    }
    Body body = compressed(response.body(), coding, accepted.refusesIdentity());
    return body == null ? varied : varied.headers(encoded(varied.headers(), coding)).body(body);
  }

  private boolean mayBeCompressed(Request request, Response response) {
    return (response.compressible() || isUnderAPath(request.path()))
        && hasTheRightStatus(response)
        && !response.headers().hasToken("Cache-Control", "no-transform")
        && BOUND_TO_BYTES.stream().noneMatch(response.headers()::contains);
  }

  /** Below one of the paths, and truly so: {@code ..} may lead out of it. */
  private boolean isUnderAPath(String path) {
    for (String prefix : settings.paths()) {
      if (path.startsWith(prefix)
          && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
        return !(path + '/').contains("/../");
      }
    }
    return false;
  }

  /** A 304 stands for a response that may have been compressed, though it has no type. */
  private boolean hasTheRightStatus(Response response) {
    String type = response.headers().get("Content-Type");
    return switch (response.status().code()) {
      case 304 -> true;
      case 204, 205, 206 -> false;
      default -> response.status().code() >= 200 && type != null && settings.types().contain(type);
    };
  }

  private boolean isUsable(Coding coding, Request request) {
    String failure = coding.failure();
    if (failure != null && !complained.getAndSet(true)) {
      request
          .logger()
          .warn("{} cannot be used, so responses go without: {}", coding.token(), failure);
    }
    return failure == null;
  }

  /** The body compressed; null where it is better as it is. */
  private @Nullable Body compressed(Body body, Coding coding, boolean must) throws IOException {
    if (body instanceof Body.Bytes bytes) {
      return isWorthIt(bytes.bytes().length, must) ? ofBytes(bytes.bytes(), coding, must) : null;
    }
    if (body instanceof Body.FileRegion region) {
      return isWorthIt(region.length(), must) && isWhole(region)
          ? ofStream(new RegionInput(region), coding)
          : null;
    }
    if (body instanceof Body.OpenFile open) {
      return isWorthIt(open.length(), must) ? ofStream(new RegionInput(open), coding) : null;
    }
    if (body instanceof Body.Stream stream) {
      return stream.length() < 0 || isWorthIt(stream.length(), must)
          ? ofStream(stream.stream(), coding)
          : null;
    }
    return body instanceof Body.Writer writer ? ofWriter(writer, coding) : null;
  }

  private boolean isWorthIt(long length, boolean must) {
    return length > 0 && (must || length >= settings.minSize());
  }

  private @Nullable Body ofBytes(byte[] bytes, Coding coding, boolean must) throws IOException {
    if (bytes.length > MOST_AT_ONCE) {
      return ofStream(new ByteArrayInputStream(bytes), coding);
    }
    var shorter = new ByteArrayOutputStream(bytes.length / 2);
    var output = new CompressedOutput(coding, settings.levels(), shorter);
    output.write(bytes);
    output.finish();
    return must || shorter.size() < bytes.length ? new Body.Bytes(shorter.toByteArray()) : null;
  }

  private Body ofStream(InputStream stream, Coding coding) {
    return new Body.Stream(new CompressedInput(coding, settings.levels(), stream), -1);
  }

  private Body ofWriter(Body.Writer writer, Coding coding) {
    return new Body.Writer(out -> {
      var output = new CompressedOutput(coding, settings.levels(), out);
      try {
        writer.output().writeTo(output);
        output.finish();
      } finally {
        output.abandon();
      }
    });
  }

  /** Whether the file has what it should; where it has not, the server reports that. */
  private static boolean isWhole(Body.FileRegion region) {
    try {
      return Files.size(region.file()) - region.offset() >= region.length();
    } catch (IOException e) {
      return false;
    }
  }

  private static HeaderList vary(HeaderList headers) {
    if (headers.hasToken("Vary", "Accept-Encoding") || headers.hasToken("Vary", "*")) {
      return headers;
    }
    String others = String.join(", ", headers.all("Vary"));
    return headers.replace(
        "Vary", others.isEmpty() ? "Accept-Encoding" : others + ", Accept-Encoding");
  }

  private static HeaderList encoded(HeaderList headers, Coding coding) {
    return weakTag(headers)
        .without("Content-Length")
        .without("Accept-Ranges")
        .with("Content-Encoding", coding.token());
  }

  /**
   * The bytes are others now, so the tag may no longer promise their equality (RFC 9110, section
   * 8.8.3.3); as a weak one, the app still knows it in {@code If-None-Match}.
   */
  private static HeaderList weakTag(HeaderList headers) {
    String text = headers.get("ETag");
    EntityTag tag = text == null ? null : EntityTag.parse(text);
    return tag == null ? headers : headers.replace("ETag", tag.asWeak().toString());
  }
}
