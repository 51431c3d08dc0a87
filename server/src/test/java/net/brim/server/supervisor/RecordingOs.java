package net.brim.server.supervisor;

import static java.util.stream.Collectors.joining;

import java.lang.foreign.Arena;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.brim.os.ChildExit;
import net.brim.os.Os;
import net.brim.os.OsException;
import org.jspecify.annotations.Nullable;

/** A system that writes down what it is asked, and refuses what it is told to refuse. */
final class RecordingOs {

  final List<String> calls = new ArrayList<>();
  final Map<String, OsException> refusals = new HashMap<>();

  /** What it has given out and nobody has closed. */
  final Set<Integer> open = new TreeSet<>();

  /** How often it still gives descriptors out; less than 0 for ever. */
  int grants = -1;

  private int nextDescriptor = 10;
  private int nextPid = 1001;

  Os os() {
    return (Os)
        Proxy.newProxyInstance(
            Os.class.getClassLoader(),
            new Class<?>[] {Os.class},
            (proxy, method, arguments) -> call(method.getName(), arguments));
  }

  private Object call(String name, Object[] arguments) {
    String call = name + text(arguments);
    calls.add(call);
    OsException refusal = refusals.getOrDefault(call, refusals.get(name));
    if (refusal != null) {
      throw refusal;
    }
    return switch (name) {
      case "bindTcp", "bindUdp", "memoryFile" -> opened(1)[0];
      case "pipe", "socketPair" -> opened(2);
      case "spawn" -> nextPid++;
      case "kill" -> true;
      case "waitForChild" -> new ChildExit((int) arguments[0], 0, 0);
      case "map" -> ((Arena) arguments[2]).allocate((long) arguments[1], Long.BYTES);
      case "lockDirectory" -> OptionalInt.of(5);
      case "localAddress", "listeningAddress" ->
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 8901);
      case "getsDatagrams" -> false;
      case "close" -> {
        open.remove((Integer) arguments[0]);
        yield null;
      }
      case "allowReusePort", "listen", "steer", "setNonBlocking", "write" -> null;
      default -> throw new UnsupportedOperationException(name);
    };
  }

  private int[] opened(int count) {
    if (grants == 0) {
      throw new OsException("pipe2", 24, "too many open files");
    }
    grants--;
    int[] descriptors = IntStream.generate(() -> nextDescriptor++).limit(count).toArray();
    Arrays.stream(descriptors).forEach(open::add);
    return descriptors;
  }

  private static String text(Object @Nullable [] arguments) {
    return arguments == null
        ? "()"
        : Arrays.stream(arguments).map(RecordingOs::text).collect(joining(", ", "(", ")"));
  }

  private static String text(Object argument) {
    return switch (argument) {
      case int[] numbers -> Arrays.toString(numbers);
      case byte[] bytes -> new String(bytes, StandardCharsets.US_ASCII).strip();
      default -> argument.toString();
    };
  }
}
