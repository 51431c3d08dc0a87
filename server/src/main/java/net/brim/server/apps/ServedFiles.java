package net.brim.server.apps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import net.brim.api.Body;
import net.brim.api.Headers;
import net.brim.api.HttpApp;
import net.brim.api.HttpException;
import net.brim.api.Ranges;
import net.brim.api.Request;
import net.brim.api.Response;
import net.brim.api.Status;
import net.brim.api.Validators;
import org.jspecify.annotations.Nullable;

/**
 * The app that {@link FilesApp} makes.
 *
 * <pre>
 *   below the prefix? ──no──► the next app
 *        │ yes
 *        ▼
 *   a file ──────► the file, or a precompressed form of it: 200, 206, 304, 412, 416
 *   a directory ─► without a slash at the end: 301 with one; index.html in it; else a listing
 *   nothing ─────► 404        outside, unreadable, neither file nor directory ─────► 403
 * </pre>
 */
final class ServedFiles implements HttpApp {

  /** Up to this size, to read a file and send it with the head costs less than sendfile. */
  private static final int SMALL = 32 * 1024;

  private static final byte[] INDEX = "index.html".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SLASH = {'/'};

  private static final Response NOT_ALLOWED =
      new HttpException(Status.METHOD_NOT_ALLOWED).response().header("Allow", "GET, HEAD");

  private final FilesApp.Settings settings;
  private final FileTree tree;
  private final HttpApp next;
  private final Representations representations;

  ServedFiles(FilesApp.Settings settings, FileTree tree, HttpApp next) {
    this.settings = settings;
    this.tree = tree;
    this.next = next;
    this.representations = new Representations(settings);
  }

  @Override
  public Response handle(Request request) throws Exception {
    UrlPath path = UrlPath.of(request, settings.prefix(), settings.dotFiles());
    if (path == null) {
      return next.handle(request);
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return NOT_ALLOWED;
    }
    return switch (path.verdict()) {
      case PLAIN -> find(request, path);
      case NOTHING -> throw new HttpException(Status.NOT_FOUND);
      case ESCAPE -> throw new HttpException(Status.FORBIDDEN);
    };
  }

  private Response find(Request request, UrlPath path) throws IOException {
    OpenedFile file = open(path.bytes());
    if (file == null) {
      throw new HttpException(Status.NOT_FOUND);
    }
    try (file) {
      if (!file.isDirectory()) {
        if (path.slash()) {
          throw new HttpException(Status.NOT_FOUND);
        }
        return file(request, path.bytes(), file);
      }
      return path.slash() ? directory(request, path, file) : redirect(request, path);
    }
  }

  private @Nullable OpenedFile open(byte[] path) throws IOException {
    try {
      return tree.open(path);
    } catch (AccessDeniedException e) {
      throw new HttpException(Status.FORBIDDEN);
    }
  }

  // --- directories ---

  /** Built from the names, so that no target can lead to another host. */
  private Response redirect(Request request, UrlPath path) {
    byte[] prefix = (request.mountPath() + settings.prefix()).getBytes(StandardCharsets.UTF_8);
    String query = request.query();
    String location =
        UrlPath.encode(prefix, 0, prefix.length)
            + (path.bytes().length == 0 ? "" : "/")
            + UrlPath.encode(path.bytes(), 0, path.bytes().length)
            + "/"
            + (query == null ? "" : "?" + query);
    return new HttpException(Status.MOVED_PERMANENTLY).response().header("Location", location);
  }

  private Response directory(Request request, UrlPath path, OpenedFile directory)
      throws IOException {
    byte[] index = join(path.bytes(), INDEX);
    OpenedFile file = open(index);
    if (file != null) {
      try (file) {
        if (!file.isDirectory()) {
          return file(request, index, file);
        }
      }
    }
    if (!settings.listing()) {
      throw new HttpException(Status.FORBIDDEN);
    }
    return Listing.of(path, directory, settings.dotFiles());
  }

  private static byte[] join(byte[] directory, byte[] name) {
    if (directory.length == 0) {
      return name;
    }
    byte[] joined = Arrays.copyOf(directory, directory.length + 1 + name.length);
    joined[directory.length] = SLASH[0];
    System.arraycopy(name, 0, joined, directory.length + 1, name.length);
    return joined;
  }

  // --- files ---

  private Response file(Request request, byte[] path, OpenedFile file) throws IOException {
    String type = representations.type(path);
    if (settings.precompressed() && ContentTypes.isCompressible(type)) {
      Response compressed = precompressed(request, path, type, file);
      if (compressed != null) {
        return compressed;
      }
    }
    return send(request, file, representations.of(path, type, file, ""));
  }

  /** The form that the client likes best of those that lie beside the file and are no older. */
  private @Nullable Response precompressed(
      Request request, byte[] path, String type, OpenedFile file) throws IOException {
    if (!request.headers().contains("Accept-Encoding")) {
      return null;
    }
    for (String token : AcceptEncoding.of(request.headers()).inOrder(Precompressed.TOKENS)) {
      OpenedFile sibling = openIfThere(Precompressed.beside(path, token));
      if (sibling != null) {
        try (sibling) {
          if (!sibling.isDirectory() && !sibling.changed().isBefore(file.changed())) {
            return send(request, sibling, representations.of(path, type, sibling, token));
          }
        }
      }
    }
    return null;
  }

  /** What may not be read does not keep the plain file from being served. */
  private @Nullable OpenedFile openIfThere(byte[] path) throws IOException {
    try {
      return tree.open(path);
    } catch (AccessDeniedException e) {
      return null;
    }
  }

  private static Response send(Request request, OpenedFile file, Representation representation)
      throws IOException {
    Response head = Response.of(Status.OK).headers(representation.headers()).asCompressible();
    if (asksForTheWhole(request.headers())) {
      return head.body(content(file));
    }
    Validators validators = representation.validators();
    if (validators.evaluate(request) != Validators.Outcome.PROCEED) {
      return validators.apply(request, head);
    }
    return Ranges.apply(request, head.body(content(file)));
  }

  private static Body content(OpenedFile file) throws IOException {
    if (file.size() == 0) {
      return Body.EMPTY;
    }
    return file.size() <= SMALL
        ? new Body.Bytes(file.content())
        : new Body.OpenFile(file.channel(), 0, file.size());
  }

  /** Whether there are neither conditions nor ranges, as in most requests. */
  private static boolean asksForTheWhole(Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      switch (name.charAt(0)) {
        case 'i', 'I', 'r', 'R' -> {
          if (name.regionMatches(true, 0, "If-", 0, 3) || name.equalsIgnoreCase("Range")) {
            return false;
          }
        }
        default -> {}
      }
    }
    return true;
  }
}
