package net.brim.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * An app that hands each request to one of several others, by the beginning of its path.
 *
 * <pre>{@code
 * HttpApp site = PathDispatcher.of(Map.of("/", pages, "/blog", blog));
 * }</pre>
 *
 * <p>The longest prefix wins, and only whole segments count: {@code /blog} is for {@code /blog} and
 * {@code /blog/x} and not for {@code /blogger}. The app below sees the rest as {@link
 * Request#path()}, which begins with a slash, and the prefix as {@link Request#mountPath()}. A path
 * without an app is answered with 404, or by the app that {@link #otherwise} names.
 *
 * <p>Prefixes are compared with the decoded path. A slash that came as {@code %2F} ends no segment:
 * {@code /blog%2Fx} is one segment, and not for {@code /blog}. So what a proxy before us permits by
 * the path as it was sent never becomes another prefix here. Dot segments are left as they came.
 *
 * <p>Immutable, and so for any number of threads.
 */
public final class PathDispatcher implements HttpApp {

  private static final HttpApp NOT_FOUND =
      _ -> {
        throw new HttpException(Status.NOT_FOUND);
      };

  /** The longest prefix first. */
  private final List<Mount> mounts;

  private final HttpApp otherwise;

  /**
   * An app with its prefix.
   *
   * @param prefix without a slash at its end; empty for the app of all paths
   */
  private record Mount(String prefix, HttpApp app) {}

  private PathDispatcher(List<Mount> mounts, HttpApp otherwise) {
    this.mounts = mounts;
    this.otherwise = otherwise;
  }

  /**
   * Mounts those apps, each under its prefix.
   *
   * @throws IllegalArgumentException as {@link #mount} does
   */
  public static PathDispatcher of(Map<String, HttpApp> apps) {
    var dispatcher = new PathDispatcher(List.of(), NOT_FOUND);
    for (Map.Entry<String, HttpApp> app : apps.entrySet()) {
      dispatcher = dispatcher.mount(app.getKey(), app.getValue());
    }
    return dispatcher;
  }

  /**
   * This one with one more app.
   *
   * @param prefix decoded; it begins with a slash, and one at its end makes no difference; {@code
   *     /} is for every path that no longer prefix is for
   * @throws IllegalArgumentException where it is no such prefix, or has an app already
   */
  public PathDispatcher mount(String prefix, HttpApp app) {
    String name = checked(prefix);
    var more = new ArrayList<>(mounts);
    for (Mount mount : mounts) {
      if (mount.prefix().equals(name)) {
        throw new IllegalArgumentException("two apps are mounted at " + prefix);
      }
    }
    more.add(new Mount(name, app));
    more.sort(Comparator.comparingInt((Mount mount) -> mount.prefix().length()).reversed());
    return new PathDispatcher(List.copyOf(more), otherwise);
  }

  /**
   * This one with {@code app} for the paths that no prefix is for, such as the next of a pipeline.
   */
  public PathDispatcher otherwise(HttpApp app) {
    return new PathDispatcher(mounts, app);
  }

  @Override
  public Response handle(Request request) throws Exception {
    String path = request.path();
    int end = encodedSlash(request, path);
    for (Mount mount : mounts) {
      String prefix = mount.prefix();
      if (prefix.length() < end && isUnder(prefix, path)) {
        return mount.app().handle(prefix.isEmpty() ? request : below(request, prefix, path));
      }
    }
    return otherwise.handle(request);
  }

  private static String checked(String prefix) {
    if (!prefix.startsWith("/") || prefix.contains("//")) {
      throw new IllegalArgumentException(
          "the prefix '" + prefix + "' is not a path of segments that begins with /");
    }
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }

  private static boolean isUnder(String prefix, String path) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length()
            ? !prefix.isEmpty()
            : path.charAt(prefix.length()) == '/');
  }

  private static Request below(Request request, String prefix, String path) {
    String rest = path.length() == prefix.length() ? "/" : path.substring(prefix.length());
    return new MountedRequest(request, prefix, rest);
  }

  /**
   * The index in {@code path} of the first slash that came as {@code %2F}; beyond the end where
   * there is none.
   *
   * <p>Decoding keeps the order of slashes and makes none of anything but {@code /} and {@code
   * %2F}, so the slash is found by its number.
   */
  private static int encodedSlash(Request request, String path) {
    String target = request.target();
    int encoded = target.indexOf("%2");
    while (encoded >= 0 && !isSlash(target, encoded)) {
      encoded = target.indexOf("%2", encoded + 1);
    }
    int query = target.indexOf('?');
    if (encoded < 0 || (query >= 0 && query < encoded)) {
      return Integer.MAX_VALUE;
    }
    int before = slashes(target, startOfPath(target), encoded);
    int number = before - slashes(request.mountPath(), 0, request.mountPath().length());
    int index = path.indexOf('/');
    while (number > 0 && index >= 0) {
      index = path.indexOf('/', index + 1);
      number--;
    }
    return index < 0 ? 0 : index;
  }

  private static boolean isSlash(String target, int percent) {
    return target.regionMatches(true, percent, "%2F", 0, 3);
  }

  /** Where the path begins: behind the authority in a target that is a whole URI. */
  private static int startOfPath(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int authority = target.indexOf("://");
    return authority < 0 ? 0 : Math.max(0, target.indexOf('/', authority + 3));
  }

  private static int slashes(String text, int start, int end) {
    int count = 0;
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == '/') {
        count++;
      }
    }
    return count;
  }
}
