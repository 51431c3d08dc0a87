package net.brim.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The process of an {@link EchoLoad}, on the processor of what loads servers. */
final class EchoClient implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final OutputStream commands;

  private EchoClient(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    this.commands = process.getOutputStream();
  }

  /** Returns when its connections are made. */
  static EchoClient start(int port, int connections, int bytes) throws IOException {
    List<String> command =
        List.of(
            JavaCommand.executable("java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            EchoLoad.class.getName(),
            Integer.toString(port),
            Integer.toString(connections),
            Integer.toString(bytes));
    var client =
        new EchoClient(
            new ProcessBuilder(Cores.load(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    client.answer();
    return client;
  }

  /** How many messages came back in that time. */
  long run(int seconds) throws IOException {
    commands.write((seconds + "\n").getBytes(StandardCharsets.US_ASCII));
    commands.flush();
    return Long.parseLong(answer());
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the load has ended");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
