package net.brim.server.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the users, read anew when it has changed: a request looks for that at most once a
 * second. While it cannot be read, nobody is let in.
 */
final class UserFile {

  private static final Logger LOGGER = LoggerFactory.getLogger(UserFile.class);
  private static final long RECHECK_NANOS = 1_000_000_000L;
  private static final long LARGEST = 16L * 1024 * 1024;

  /** A file may change again, unnoticed, while its last change is not longer ago. */
  private static final Duration UNSETTLED = Duration.ofSeconds(2);

  private final Path path;
  private final LongSupplier clock;
  private volatile @Nullable Users users;
  private volatile long checked;
  private State state = State.NONE;
  private byte @Nullable [] content;
  private String complaint = "";

  /** What tells one state of the file from another. */
  private record State(long size, Instant changed, String file, boolean settled) {
    static final State NONE = new State(-1, Instant.EPOCH, "", false);
  }

  /**
   * Reads the file.
   *
   * @param clock in nanoseconds, with any origin
   */
  UserFile(Path path, LongSupplier clock) {
    this.path = path;
    this.clock = clock;
    this.checked = clock.getAsLong();
    look();
  }

  /** Tries whether a file could be one of users; what is in it is seen when it is used. */
  static void check(Path file) throws IOException {
    read(file);
  }

  /** The users as of now; null while the file cannot be read. */
  @Nullable Users current() {
    long now = clock.getAsLong();
    if (now - checked > RECHECK_NANOS) {
      checked = now;
      look();
    }
    return users;
  }

  private synchronized void look() {
    try {
      State found = state();
      if (!found.equals(state) || !state.settled() || users == null) {
        take(read(path));
        state = found;
      }
    } catch (IOException e) {
      users = null;
      content = null;
      complain(e);
    }
  }

  private State state() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    Instant changed = attributes.lastModifiedTime().toInstant();
    return new State(
        attributes.size(),
        changed,
        String.valueOf(attributes.fileKey()),
        changed.plus(UNSETTLED).isBefore(Instant.now()));
  }

  private void take(byte[] found) {
    if (users != null && Arrays.equals(found, content)) {
      return; // Who was let in before need not be checked again.
    }
    Users read = Users.parse(found);
    boolean again = content != null || !complaint.isEmpty();
    content = found;
    users = read;
    complaint = "";
    for (String problem : read.problems()) {
      LOGGER.warn("{}, {}: this line lets nobody in", path, problem);
    }
    if (again) {
      LOGGER.info("{} was read anew: {} users", path, read.size());
    }
  }

  private void complain(IOException failure) {
    if (!failure.toString().equals(complaint)) {
      complaint = failure.toString();
      LOGGER.error("{} cannot be read, so nobody is let in: {}", path, complaint);
    }
  }

  private static byte[] read(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException(file + " is no file");
    }
    if (attributes.size() > LARGEST) {
      throw new IOException(file + " has more than " + LARGEST + " bytes");
    }
    return Files.readAllBytes(file);
  }
}
