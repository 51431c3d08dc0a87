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
import net.brim.os.ChildExit;
import net.brim.os.Os;
import net.brim.os.OsException;
import org.jspecify.annotations.Nullable;

/** A system that writes down what it is asked, and refuses what it is told to refuse. */
final class RecordingOs {

  final List<String> calls = new ArrayList<>();
  final Map<String, OsException> refusals = new HashMap<>();
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
      case "bindTcp", "bindUdp", "memoryFile" -> nextDescriptor++;
      case "pipe", "socketPair" -> new int[] {nextDescriptor++, nextDescriptor++};
      case "spawn" -> nextPid++;
      case "kill" -> true;
      case "waitForChild" -> new ChildExit((int) arguments[0], 0, 0);
      case "map" -> ((Arena) arguments[2]).allocate((long) arguments[1], Long.BYTES);
      case "lockDirectory" -> OptionalInt.of(5);
      case "localAddress", "listeningAddress" ->
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 8901);
      case "getsDatagrams" -> false;
      case "allowReusePort", "listen", "close", "steer", "setNonBlocking", "write" -> null;
      default -> throw new UnsupportedOperationException(name);
    };
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
