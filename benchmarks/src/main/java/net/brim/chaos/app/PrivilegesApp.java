package net.brim.chaos.app;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.brim.api.Conf;
import net.brim.api.HttpApp;
import net.brim.api.Request;
import net.brim.api.Response;

/**
 * Tries from within a worker to be root again, and answers with a line for each attempt: {@code
 * failed} or {@code SUCCEEDED}. It leaves a process of its own and a file behind.
 */
public final class PrivilegesApp implements HttpApp {

  private static final String SECONDS = "60";

  private final Path file;
  private final Path setuid;

  /** What {@code call =} asks for. */
  public PrivilegesApp(String name, Conf conf, HttpApp next) {
    file = conf.getPath(name, "file", Path.of("file"));
    setuid = conf.getPath(name, "setuid", Path.of("id"));
  }

  /** Something that only root may do. */
  @FunctionalInterface
  private interface Attempt {
    boolean succeeds() throws Throwable;
  }

  @Override
  public Response handle(Request request) throws IOException {
    new ProcessBuilder("sleep", SECONDS).start();
    Files.writeString(file, "made by an app\n");
    var text = new StringBuilder();
    attempts().forEach((what, attempt) -> text.append(what).append(": ").append(outcome(attempt)));
    return Response.text(text.toString());
  }

  private Map<String, Attempt> attempts() {
    var all = new LinkedHashMap<String, Attempt>();
    all.put("setuid(0)", () -> call("setuid", 0));
    all.put("seteuid(0)", () -> call("seteuid", 0));
    all.put("setresuid(0, 0, 0)", () -> call("setresuid", 0, 0, 0));
    all.put("setgid(0)", () -> call("setgid", 0));
    all.put("setresgid(0, 0, 0)", () -> call("setresgid", 0, 0, 0));
    all.put("setgroups([0])", PrivilegesApp::joinRootsGroup);
    all.put("bind to port 81", PrivilegesApp::bindToPrivilegedPort);
    all.put("read /etc/shadow", () -> Files.readAllBytes(Path.of("/etc/shadow")).length > 0);
    all.put("run a program that is setuid root", this::runSetuid);
    return all;
  }

  private static String outcome(Attempt attempt) {
    try {
      return attempt.succeeds() ? "SUCCEEDED\n" : "failed\n";
    } catch (Throwable e) {
      return "failed (" + e.getClass().getSimpleName() + ")\n";
    }
  }

  private static boolean call(String function, Integer... arguments) throws Throwable {
    var types = new ValueLayout.OfInt[arguments.length];
    java.util.Arrays.fill(types, ValueLayout.JAVA_INT);
    MethodHandle handle = handle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, types));
    return (int) handle.invokeWithArguments((Object[]) arguments) == 0;
  }

  private static boolean joinRootsGroup() throws Throwable {
    MethodHandle setgroups =
        handle(
            "setgroups",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment groups = arena.allocate(ValueLayout.JAVA_INT); // of zeros
      return (int) setgroups.invokeExact(1L, groups) == 0;
    }
  }

  private static MethodHandle handle(String function, FunctionDescriptor shape) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(function).orElseThrow(), shape);
  }

  private static boolean bindToPrivilegedPort() throws IOException {
    try (var socket = new ServerSocket(81, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    }
  }

  /** It prints who it runs as. */
  private boolean runSetuid() throws IOException, InterruptedException {
    Process id = new ProcessBuilder(setuid.toString(), "-u").start();
    String user = new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return id.waitFor() == 0 && user.strip().equals("0");
  }
}
