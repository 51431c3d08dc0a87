package net.brim.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A large file as a part of a form, to a worker with a small heap. */
final class UploadBench {

  private static final String HEAP = "-Xmx64m";

  private final Workplace work;
  private final int gigabytes;

  UploadBench(Workplace work, int gigabytes) {
    this.work = work;
    this.gigabytes = gigabytes;
  }

  void run() throws IOException, InterruptedException, UnavailableException {
    Path file = work.path("large");
    long length = (long) gigabytes << 30;
    try (var large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(length); // a hole: it takes no room on the disk
    }
    int port = Workplace.freePort();
    var command = new BrimCommands(work).upload(port, HEAP);
    try (var server = ServerProcess.start(command, port, false, work.path("upload.out"))) {
      Progress.say("uploading " + gigabytes + " GB");
      double before = server.cpuSeconds();
      long start = System.nanoTime();
      String counted = upload(server.origin(), file);
      double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
      double cpu = server.cpuSeconds() - before;
      if (!counted.equals(Long.toString(length))) {
        throw new IOException("the app counted " + counted + " bytes of " + length);
      }
      System.out.printf(
          "%n%d GB in one part of a form, to a worker with %s, by curl%n%n"
              + "%10s %10s %14s %22s%n%8.1f s %10.0f %12.1f s %19.1f MB%n",
          gigabytes,
          HEAP,
          "",
          "MB/s",
          "processor",
          "most of the worker",
          seconds,
          length / seconds / 1e6,
          cpu,
          WorkerMemory.most(BrimCommands.worker(server.handle())) / 1e6);
    }
  }

  /** What the app answers. */
  private static String upload(String origin, Path file) throws IOException, InterruptedException {
    var command = List.of("curl", "-sS", "-F", "file=@" + file, origin + "/");
    Process curl = new ProcessBuilder(Cores.load(command)).redirectErrorStream(true).start();
    String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (curl.waitFor() != 0) {
      throw new IOException("curl failed: " + said);
    }
    return said;
  }
}
