package net.brim.engine.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A PEM file as it was when it was read (RFC 7468).
 *
 * @param stamp tells this content from a later one: time of change, length and inode
 * @param text what it holds, private keys too
 */
public record PemFile(Path path, String stamp, String text) {

  /** Longer than any bundle of authorities. */
  private static final long LONGEST = 16L * 1024 * 1024;

  /**
   * Reads a file.
   *
   * @throws TlsFileException where that cannot be
   */
  public static PemFile read(Path path) {
    try {
      String stamp = stamp(path); // Before the content: what is written meanwhile is seen later.
      if (!Files.isRegularFile(path) || Files.size(path) > LONGEST) {
        throw new TlsFileException(path, Files.exists(path) ? "is no PEM file" : "is missing");
      }
      return new PemFile(path, stamp, Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new TlsFileException(path, "cannot be read: " + reason(e), e);
    }
  }

  /** The stamp that a file has now; empty where it cannot be seen. */
  static String stamp(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
    } catch (IOException e) {
      return "";
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return e instanceof AccessDeniedException
        ? "permission denied for " + System.getProperty("user.name")
        : String.valueOf(e.getMessage());
  }

  List<PemBlock> blocks() {
    return PemBlock.all(this);
  }

  /** Without the text, which nobody may find in a log. */
  @Override
  public String toString() {
    return path.toString();
  }
}
