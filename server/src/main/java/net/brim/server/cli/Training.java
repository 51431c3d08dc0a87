package net.brim.server.cli;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import net.brim.os.Os;
import net.brim.os.Signals;
import net.brim.server.control.StatusReport;
import net.brim.server.plan.Plan;
import net.brim.server.plan.PlanCodec;
import net.brim.server.plan.SocketGroup;
import net.brim.server.plan.WorkerCommand;
import net.brim.server.plan.WorkerDescriptors;
import net.brim.server.stats.StatsMemory;
import net.brim.server.supervisor.SupervisorRole;
import net.brim.server.vitals.Vitals;
import net.brim.server.worker.WorkerRole;

/**
 * What {@code --role=train} runs: the life of a launcher, a supervisor and a worker in this one
 * process, for the JVM to record what all of them load and compile. Nothing of it stays but the AOT
 * cache that the JVM writes at its end.
 */
public final class Training {

  private static final int REQUESTS = 4_000;

  /** Many times what it takes: a start that waits for it is not to wait for ever. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Os os = Os.current();
  private final Path directory;
  private final Path conf;
  private final int port;

  private Training(Path directory, int port) {
    this.directory = directory;
    this.conf = directory.resolve("brimd.conf");
    this.port = port;
  }

  /** Trains; returns the exit status. */
  public static int run() throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("limit").start(Training::endAtLimit);
    Path directory = Files.createTempDirectory("brim-training");
    try {
      var training = new Training(directory, freePort());
      training.writeConf();
      training.launcher();
      training.supervisor();
      training.worker();
      return 0;
    } finally {
      delete(directory);
    }
  }

  private static void endAtLimit() {
    try {
      Thread.sleep(LIMIT);
    } catch (InterruptedException e) {
      return; // nobody interrupts it
    }
    System.err.println("not over after %d s: giving up".formatted(LIMIT.toSeconds()));
    Runtime.getRuntime().halt(1);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void writeConf() throws IOException {
    Files.writeString(
        conf,
        """
        [brim]
        pid_file = pid
        log_to = file:log
        basedir = /
        classpath = .
        listen_retry = 0
        systemd = no
        [http]
        ip = 127.0.0.1
        port = %d
        workers = 2
        apps = echo stats
        [echo]
        call = net.brim.server.apps.Echo
        [stats]
        call = net.brim.server.apps.StatsApp
        """
            .formatted(port));
  }

  /** Starts a server of other processes, looks at it, and stops it. */
  private void launcher() {
    for (String command : List.of("check", "start", "start", "status -v", "stop", "stop")) {
      var words = new ArrayList<>(List.of(command.split(" ", -1)));
      words.addAll(List.of("-c", conf.toString()));
      if (Brimd.run(words) != 0) {
        throw new IllegalStateException("brimd " + command + " failed");
      }
    }
  }

  /** Is the supervisor of one real worker process, until a signal ends it. */
  private void supervisor() throws IOException, InterruptedException {
    int[] report = os.pipe();
    int plan = planDescriptor();
    FutureTask<Integer> supervisor = begin(() -> SupervisorRole.run(plan, report[1]));
    try (BufferedReader lines = lines(report[0])) {
      for (String line = lines.readLine(); !"done".equals(line); line = lines.readLine()) {
        if (line == null || line.startsWith("err ")) {
          throw new IllegalStateException("the supervisor did not start: " + line);
        }
      }
    }
    requests(20);
    var status = new ArrayList<List<String>>();
    var answer = new Answers(Terminal.system(), status::add);
    answer.of(directory.resolve("pid.sock"), StatusReport.COMMAND, Duration.ofSeconds(30));
    StatusReport.parse(status);
    os.kill((int) ProcessHandle.current().pid(), Signals.TERM);
    expectSuccess(supervisor);
  }

  /** Is a worker, until its lifeline ends. */
  private void worker() throws IOException, InterruptedException {
    Plan plan = plan();
    int[] lifeline = os.pipe();
    int[] reports = os.pipe();
    int[] queue = os.socketPair();
    os.setNonBlocking(queue[0]);
    os.setNonBlocking(queue[1]);
    int listener =
        os.bindTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), false);
    os.listen(listener, 16);
    var descriptors =
        new WorkerDescriptors(
            lifeline[0],
            planDescriptor(),
            statsDescriptor(plan),
            reports[1],
            2,
            vitalsDescriptor(plan.settings().subserver("http").hubs()),
            queue[0],
            queue[1],
            listener,
            List.of(new SocketGroup(false, 1)));
    FutureTask<Integer> worker = begin(() -> WorkerRole.run("http", 0, descriptors));
    try (BufferedReader lines = lines(reports[0])) {
      String first = lines.readLine();
      if (!"ready".equals(first)) {
        throw new IllegalStateException("the worker did not start: " + first);
      }
      byte[] accept = (WorkerCommand.ACCEPT + " 0.0\n").getBytes(StandardCharsets.US_ASCII);
      os.write(lifeline[1], accept, 0, accept.length);
      requests(REQUESTS);
      os.close(lifeline[1]);
      expectSuccess(worker);
    }
  }

  private Plan plan() {
    var options = new Options(List.of(conf), null, false, false);
    return new StartCommand(options, Terminal.system())
        .plan(Configuration.read(options, System.getenv()), false)
        .orElseThrow();
  }

  private int planDescriptor() {
    byte[] bytes = PlanCodec.write(plan());
    int memory = os.memoryFile("brim plan", bytes.length);
    os.write(memory, bytes, 0, bytes.length);
    return memory;
  }

  private int statsDescriptor(Plan plan) throws IOException {
    int descriptor = os.memoryFile("brim stats", StatsMemory.sizeFor(plan.stats()));
    try (var channel =
        FileChannel.open(
            WorkerDescriptors.path(descriptor),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      var memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
      StatsMemory.create(plan.stats(), memory, Instant.now().getEpochSecond());
    }
    return descriptor;
  }

  private int vitalsDescriptor(int hubs) {
    int size = Vitals.size(hubs);
    int descriptor = os.memoryFile("brim vitals", size);
    var _ = Vitals.create(os.map(descriptor, size, Arena.global()).asByteBuffer(), hubs);
    return descriptor;
  }

  /** Requests as many clients send them: some to each app, on connections of a hundred each. */
  private void requests(int count) throws IOException {
    byte[] echo =
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nUser-Agent: train\r\nContent-Length: 5\r\n\r\nHello"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] stats =
        "GET /stats HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] missing =
        "GET /none?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int done = 0; done < count; done += 100) {
      try (var channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))) {
        for (int i = 0; i < Math.min(count, 100); i++) {
          exchange(channel, i % 50 == 0 ? stats : i % 10 == 0 ? missing : echo);
        }
      }
    }
  }

  private static void exchange(SocketChannel channel, byte[] request) throws IOException {
    channel.write(ByteBuffer.wrap(request));
    var response = ByteBuffer.allocate(64 * 1024);
    do {
      if (channel.read(response) < 0) {
        throw new IOException("the server closed the connection");
      }
    } while (!isWhole(
        new String(response.array(), 0, response.position(), StandardCharsets.UTF_8)));
  }

  private static boolean isWhole(String response) {
    int head = response.indexOf("\r\n\r\n");
    int length = response.indexOf("Content-Length: ");
    return head > 0
        && (length < 0
            || response.length()
                >= head
                    + 4
                    + Integer.parseInt(
                        response.substring(length + 16, response.indexOf('\r', length))));
  }

  private static FutureTask<Integer> begin(Callable<Integer> role) {
    var task = new FutureTask<>(role);
    Thread.ofPlatform().name("role").start(task);
    return task;
  }

  private static void expectSuccess(FutureTask<Integer> role) throws InterruptedException {
    try {
      int status = role.get();
      if (status != 0) {
        throw new IllegalStateException("exit status " + status);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static BufferedReader lines(int descriptor) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new FileInputStream(WorkerDescriptors.path(descriptor).toFile()),
            StandardCharsets.UTF_8));
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
