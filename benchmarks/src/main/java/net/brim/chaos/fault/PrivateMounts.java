package net.brim.chaos.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Mounts that this process and its children alone see, which {@code ./chaos} makes possible. */
final class PrivateMounts {

  private static final String VARIABLE = "BRIM_CHAOS_MOUNTS";

  /** All of /dev goes to a place beside, and links to it take its place: but for the log. */
  private static final String REPLACE_DEV =
      """
      set -e
      mkdir -p "$1"
      mount --rbind /dev "$1"
      mount -t tmpfs -o mode=755 none /dev
      for entry in "$1"/* ; do
        name=${entry##*/}
        [ "$name" = log ] || ln -s "$entry" "/dev/$name"
      done
      """;

  private PrivateMounts() {}

  /** Whether there can be any. */
  static boolean possible() {
    return "private".equals(System.getenv(VARIABLE));
  }

  /** Mounts an empty file system of that size, such as {@code 64m}. */
  static void mount(Path directory, String size) throws IOException, InterruptedException {
    run("mount", "-t", "tmpfs", "-o", "mode=755,size=" + size, "none", directory.toString());
  }

  static void unmount(Path directory) throws IOException, InterruptedException {
    run("umount", "-l", directory.toString());
  }

  /** Makes a /dev of our own, in which there is no log; the true one is at that place then. */
  static void replaceDev(Path place) throws IOException, InterruptedException {
    run("sh", "-c", REPLACE_DEV, "sh", place.toString());
  }

  /** Undoes that. */
  static void restoreDev(Path place) throws IOException, InterruptedException {
    run("umount", "-l", "/dev");
    run("umount", "-l", "-R", place.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", List.of(command)) + ": " + said.strip());
    }
  }
}
