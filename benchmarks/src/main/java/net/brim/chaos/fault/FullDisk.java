package net.brim.chaos.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import net.brim.chaos.site.Brimd;

/**
 * The disk of the log is full for a second; a file system in memory is that disk. Where none can be
 * mounted, the log is {@code /dev/full} all the time.
 */
record FullDisk() implements Fault {

  private static final String DISK = "disk";
  private static final String FILLER = DISK + "/filler";
  private static final long MILLIS = 1000;
  private static final int PIECE = 64 * 1024;

  @Override
  public String name() {
    return "full-disk";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST;
  }

  @Override
  public List<String> brim() {
    return PrivateMounts.possible()
        ? List.of("log_to = file:~/disk/brim.log", "errorlog = ~/disk/brim.err")
        : List.of("log_to = file:/dev/full");
  }

  @Override
  public List<String> http() {
    return List.of("access_log = brim");
  }

  @Override
  public void prepare(Brimd brimd) throws IOException, InterruptedException {
    if (PrivateMounts.possible()) {
      PrivateMounts.mount(Files.createDirectory(brimd.file(DISK)), "64m");
    }
  }

  @Override
  public void strike(Scene scene, int round) throws IOException, InterruptedException {
    if (!PrivateMounts.possible()) {
      scene.remark("no file system can be mounted: the log was /dev/full all the time");
      Thread.sleep(MILLIS);
      return;
    }
    Path filler = scene.brimd().file(FILLER);
    fill(filler);
    Thread.sleep(MILLIS);
    Files.delete(filler);
  }

  private static void fill(Path filler) throws IOException {
    byte[] piece = new byte[PIECE];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  @Override
  public void cleanUp(Brimd brimd) throws IOException, InterruptedException {
    if (PrivateMounts.possible()) {
      PrivateMounts.unmount(brimd.file(DISK));
    }
  }

  @Override
  public List<Pattern> planned() {
    return List.of(
        Pattern.compile("No space left on device"), Pattern.compile("log lines dropped"));
  }
}
