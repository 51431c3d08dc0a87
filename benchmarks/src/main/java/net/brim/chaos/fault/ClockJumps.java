package net.brim.chaos.fault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.brim.chaos.site.Brimd;

/**
 * The wall clock of the server jumps, there and back. Nobody else's does: a library that is
 * preloaded into its processes answers in place of the C library, so that the machine's clock is
 * left alone. Timers of the kernel that wait for a time of the wall clock do not notice.
 */
record ClockJumps() implements Fault {

  private static final String OFFSET = "clock";
  private static final long MILLIS = 1000;
  private static final List<Duration> JUMPS =
      List.of(
          Duration.ofHours(1),
          Duration.ofHours(-1),
          Duration.ofDays(400),
          Duration.ofDays(-30),
          Duration.ofSeconds(-2),
          Duration.ZERO);

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST;
  }

  @Override
  public void prepare(Brimd brimd) throws IOException, InterruptedException, NotAvailableException {
    Path source = brimd.file("clock.c");
    try (InputStream in = ClockJumps.class.getResourceAsStream("clock.c")) {
      Files.copy(Objects.requireNonNull(in, "clock.c is not in the class path"), source);
    }
    Path library = brimd.file("clock.so");
    compile(source, library);
    Files.write(brimd.file(OFFSET), new byte[Long.BYTES]);
    brimd.setEnvironment("BRIM_CHAOS_CLOCK", brimd.file(OFFSET).toString());
    brimd.setEnvironment("LD_PRELOAD", library.toString());
  }

  private static void compile(Path source, Path library)
      throws IOException, InterruptedException, NotAvailableException {
    List<String> command =
        List.of("cc", "-shared", "-fPIC", "-O2", "-o", "" + library, "" + source, "-ldl");
    Process compiler;
    try {
      compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new NotAvailableException("a C compiler is needed: " + e.getMessage());
    }
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (compiler.waitFor() != 0) {
      throw new NotAvailableException("the clock cannot be compiled: " + said.replace('\n', ' '));
    }
  }

  @Override
  public void strike(Scene scene, int round) throws IOException, InterruptedException {
    Duration jump = JUMPS.get((round - 1) % JUMPS.size());
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(jump.toSeconds()).flip();
    try (FileChannel file =
        FileChannel.open(scene.brimd().file(OFFSET), StandardOpenOption.WRITE)) {
      file.write(bytes, 0);
    }
    Thread.sleep(MILLIS);
  }
}
