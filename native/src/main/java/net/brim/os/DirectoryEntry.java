package net.brim.os;

/**
 * A name in a directory.
 *
 * @param name the bytes as the file system has them, in no particular charset
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record DirectoryEntry(byte[] name, Kind kind) {

  /** What a name stands for. */
  public enum Kind {
    /** A file with content. */
    REGULAR,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    LINK,
    /** Neither reading nor entering it makes sense. */
    OTHER,
    /** The file system does not say. */
    UNKNOWN
  }
}
