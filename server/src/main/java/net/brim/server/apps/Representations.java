package net.brim.server.apps;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import net.brim.api.EntityTag;
import net.brim.api.HeaderList;
import net.brim.api.HttpDate;
import net.brim.api.Validators;
import org.jspecify.annotations.Nullable;

/**
 * Makes the header fields of files, and keeps some, since to write a date and a tag takes longer
 * than to open a file. What is kept is held against the open file each time.
 */
final class Representations {

  private static final int KEPT = 512;

  /** Longer paths are not kept, which bounds the memory. */
  private static final int LONGEST_KEPT = 256;

  private final FilesApp.Settings settings;
  private final AtomicReferenceArray<@Nullable Representation> kept =
      new AtomicReferenceArray<>(KEPT);

  Representations(FilesApp.Settings settings) {
    this.settings = settings;
  }

  /** The media type that the name of a file stands for. */
  String type(byte[] path) {
    return ContentTypes.of(path);
  }

  /**
   * What is said of a file.
   *
   * @param path of the file in its own form
   * @param coding of the form that {@code file} is; empty for its own
   */
  Representation of(byte[] path, String type, OpenedFile file, String coding) {
    int slot = (Arrays.hashCode(path) + coding.hashCode() & 0x7fffffff) % KEPT;
    Representation known = kept.get(slot);
    if (known != null && known.matches(path, coding, file)) {
      return known;
    }
    Representation made = make(path, type, file, coding);
    boolean settled = !Objects.requireNonNull(made.validators().etag()).weak();
    if (settled && path.length <= LONGEST_KEPT) {
      kept.set(slot, made);
    }
    return made;
  }

  private Representation make(byte[] path, String type, OpenedFile file, String coding) {
    Instant changed = file.changed();
    EntityTag tag =
        Objects.requireNonNull(Validators.ofFile(file.size(), changed, Instant.now()).etag());
    if (!coding.isEmpty()) {
      tag = new EntityTag(tag.opaque() + "-" + coding, tag.weak());
    }
    return new Representation(
        path,
        coding,
        file.identity(),
        file.size(),
        changed,
        Validators.of(tag, changed),
        headers(type, coding, tag, changed));
  }

  private HeaderList headers(String type, String coding, EntityTag tag, Instant changed) {
    HeaderList headers =
        HeaderList.of("Content-Type", ContentTypes.withCharset(type, settings.charset()))
            .with("ETag", tag.toString())
            .with("Last-Modified", HttpDate.format(changed))
            .with("Accept-Ranges", "bytes")
            .with("X-Content-Type-Options", "nosniff");
    if (settings.precompressed() && ContentTypes.isCompressible(type)) {
      headers = headers.with("Vary", "Accept-Encoding");
    }
    if (!coding.isEmpty()) {
      headers = headers.with("Content-Encoding", coding);
    }
    return settings.cacheControl().isEmpty()
        ? headers
        : headers.with("Cache-Control", settings.cacheControl());
  }
}
