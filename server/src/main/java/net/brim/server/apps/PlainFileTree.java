package net.brim.server.apps;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tree by what the JDK offers, for systems where the server knows no better: between the look at
 * a file and its opening, somebody who may write below the root can exchange it.
 */
final class PlainFileTree implements FileTree {

  private final Path root;

  PlainFileTree(Path root) {
    this.root = root;
  }

  @Override
  public @Nullable OpenedFile open(byte[] path) throws IOException {
    try {
      return openReal(root.toRealPath(), path);
    } catch (NoSuchFileException | NotDirectoryException | FileSystemLoopException e) {
      return null;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (isNowhere(e)) {
        return null;
      }
      throw e;
    }
  }

  /** The JDK has no exception of its own for these. */
  private static boolean isNowhere(FileSystemException failure) {
    String reason = String.valueOf(failure.getReason());
    return reason.contains("Not a directory")
        || reason.contains("name too long")
        || reason.contains("levels of symbolic links");
  }

  private static OpenedFile openReal(Path base, byte[] path) throws IOException {
    // By way of a URI, since that keeps bytes that are no text in the charset of the system.
    Path named = path.length == 0 ? base : Path.of(URI.create(directory(base) + encoded(path)));
    Path real = named.toRealPath();
    if (!real.startsWith(base)) {
      throw new AccessDeniedException(named.toString(), null, "it leads out of " + base);
    }
    BasicFileAttributes attributes =
        Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!Files.isReadable(real) || !(attributes.isRegularFile() || attributes.isDirectory())) {
      throw new AccessDeniedException(named.toString());
    }
    return new Opened(real, attributes);
  }

  private static String directory(Path path) {
    String uri = path.toUri().toString();
    return uri.endsWith("/") ? uri : uri + "/";
  }

  private static String encoded(byte[] path) {
    return UrlPath.encode(path, 0, path.length);
  }

  private record Opened(Path path, BasicFileAttributes attributes) implements OpenedFile {

    @Override
    public boolean isDirectory() {
      return attributes.isDirectory();
    }

    @Override
    public long size() {
      return attributes.size();
    }

    @Override
    public long identity() {
      return Objects.hashCode(attributes.fileKey());
    }

    @Override
    public Instant changed() {
      return attributes.lastModifiedTime().toInstant();
    }

    @Override
    public byte[] content() throws IOException {
      ByteBuffer content = ByteBuffer.allocate((int) size());
      try (FileChannel file = channel()) {
        while (content.hasRemaining()) {
          if (file.read(content) < 0) {
            throw new EOFException(path + " has become shorter");
          }
        }
      }
      return content.array();
    }

    @Override
    public FileChannel channel() throws IOException {
      return FileChannel.open(path);
    }

    @Override
    public List<Entry> entries(boolean hidden, int most) throws IOException {
      var entries = new ArrayList<Entry>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
        for (Path entry : stream) {
          byte[] name = name(entry);
          boolean directory = Files.isDirectory(entry);
          if ((hidden || name[0] != '.') && (directory || Files.isRegularFile(entry))) {
            entries.add(new Entry(name, directory));
          }
          if (entries.size() == most) {
            break;
          }
        }
      }
      return entries;
    }

    private static byte[] name(Path entry) {
      String uri = entry.toUri().getRawPath();
      int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
      return UrlPath.decode(uri.substring(uri.lastIndexOf('/', end - 1) + 1, end));
    }

    @Override
    public void close() {}
  }
}
