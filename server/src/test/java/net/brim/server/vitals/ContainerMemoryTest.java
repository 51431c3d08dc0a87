package net.brim.server.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerMemoryTest {

  @TempDir private Path directory;

  private OptionalLong limit(String groups) throws IOException {
    Path file = Files.writeString(directory.resolve("cgroup"), groups);
    return new ContainerMemory(file, directory.resolve("mounts")).limit();
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve("mounts").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  @Test
  void isTheLeastOfTheGroupAndThoseAroundIt() throws IOException {
    write("a/b/memory.max", "max");
    write("a/memory.max", "1000000");
    write("memory.max", "3000000");
    assertEquals(OptionalLong.of(1_000_000), limit("0::/a/b\n"));
    assertEquals(OptionalLong.of(3_000_000), limit("0::/\n"));
  }

  @Test
  void ofAPathThatIsTheHostsTheRootCounts() throws IOException {
    write("memory.max", "3000000");
    assertEquals(OptionalLong.of(3_000_000), limit("0::/system.slice/docker-1.scope\n"));
    assertEquals(OptionalLong.of(3_000_000), limit("0::/../../x\n"));
  }

  @Test
  void versionOneHasADirectoryOfItsOwn() throws IOException {
    write("memory/a/memory.limit_in_bytes", "2000000");
    write("memory/memory.limit_in_bytes", "9223372036854771712");
    write("cpu/a/memory.limit_in_bytes", "1");
    String groups = "5:cpu,cpuacct:/a\n4:memory:/a\n0::/\n";
    assertEquals(OptionalLong.of(2_000_000), limit(groups));
    assertEquals(OptionalLong.empty(), limit("4:memory:/\n"));
  }

  @Test
  void withoutALimitThereIsNone() throws IOException {
    assertEquals(OptionalLong.empty(), limit("0::/a\n"));
    assertEquals(OptionalLong.empty(), limit(""));
    assertEquals(
        OptionalLong.empty(), new ContainerMemory(directory.resolve("none"), directory).limit());
  }
}
