package net.brim.server.vitals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * How much memory the control groups of this process let it have, all its children included: the
 * least of its own group's limit and those of the groups around it.
 */
public final class ContainerMemory {

  /** What version 1 says where there is no limit, more or less, is above this. */
  private static final long NO_LIMIT = 1L << 60;

  private final Path groups;
  private final Path mounts;

  /** That of this process. */
  public ContainerMemory() {
    this(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
  }

  ContainerMemory(Path groups, Path mounts) {
    this.groups = groups;
    this.mounts = mounts;
  }

  /** The limit in bytes; empty where there is none, or none can be read. */
  public OptionalLong limit() {
    return read(groups)
        .lines()
        .flatMapToLong(line -> {
          String[] fields = line.split(":", 3); // number, controllers, path
          if (fields.length < 3) {
            return LongStream.empty();
          }
          if (fields[1].isEmpty()) {
            return limits(mounts, fields[2], "memory.max");
          }
          return List.of(fields[1].split(",")).contains("memory")
              ? limits(mounts.resolve("memory"), fields[2], "memory.limit_in_bytes")
              : LongStream.empty();
        })
        .min();
  }

  /** Those of a group and all around it. In a container, the path may be that of the host. */
  private static LongStream limits(Path mount, String path, String file) {
    var limits = LongStream.builder();
    Path group = mount.resolve(path.replaceFirst("^/+", "")).normalize();
    for (Path at = group.startsWith(mount) ? group : mount;
        at != null && at.startsWith(mount);
        at = at.getParent()) {
      String text = read(at.resolve(file)).strip();
      if (text.matches("\\d{1,18}") && Long.parseLong(text) < NO_LIMIT) {
        limits.add(Long.parseLong(text));
      }
    }
    return limits.build();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
