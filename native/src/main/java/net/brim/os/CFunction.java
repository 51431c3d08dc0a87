package net.brim.os;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.Linker.Option;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;

/**
 * A function of libc whose arguments and result are integers or addresses.
 *
 * <p>The linker makes code for each shape of function, 3 to 4 ms each at the start of a process. So
 * all functions are called in one shape: six longs in, one long out. On x86-64 and aarch64 the
 * first six arguments travel in registers of their own; a function reads those that it has, and of
 * those only the bits of its types. The address of a function is looked up at its first call.
 */
final class CFunction {

  private static final MethodHandle CALL = handle(Option.captureCallState("errno"));

  /** Linked only where a variadic function is called. */
  private static final class Variadic {
    static final MethodHandle CALL =
        handle(Option.captureCallState("errno"), Option.firstVariadicArg(2));
  }

  private final String name;
  private final boolean returnsLong;
  private final boolean restarts;
  private final boolean variadic;
  private @Nullable MemorySegment address;

  private CFunction(String name, boolean returnsLong, boolean restarts, boolean variadic) {
    this.name = name;
    this.returnsLong = returnsLong;
    this.restarts = restarts;
    this.variadic = variadic;
  }

  static CFunction returningInt(String name) {
    return new CFunction(name, false, false, false);
  }

  /** For results of 64 bits: {@code ssize_t}, {@code long}, addresses. */
  static CFunction returningLong(String name) {
    return new CFunction(name, true, false, false);
  }

  /** This function, called again as long as signals interrupt it. */
  CFunction restarting() {
    return new CFunction(name, returnsLong, true, variadic);
  }

  /** This function, whose arguments from the third on are variadic. */
  CFunction variadic() {
    return new CFunction(name, returnsLong, restarts, true);
  }

  /** Looks the function up now, so that a later call loads nothing. */
  MemorySegment resolve() {
    MemorySegment known = address;
    if (known == null) {
      known =
          Linker.nativeLinker()
              .defaultLookup()
              .find(name)
              .orElseThrow(() -> new OsException(name, 0, "not in this libc; glibc 2.34 has it"));
      address = known;
    }
    return known;
  }

  long call(Frame frame) {
    return call(frame, 0, 0, 0, 0, 0, 0);
  }

  long call(Frame frame, long a) {
    return call(frame, a, 0, 0, 0, 0, 0);
  }

  long call(Frame frame, long a, long b) {
    return call(frame, a, b, 0, 0, 0, 0);
  }

  long call(Frame frame, long a, long b, long c) {
    return call(frame, a, b, c, 0, 0, 0);
  }

  long call(Frame frame, long a, long b, long c, long d) {
    return call(frame, a, b, c, d, 0, 0);
  }

  long call(Frame frame, long a, long b, long c, long d, long e) {
    return call(frame, a, b, c, d, e, 0);
  }

  long call(Frame frame, long a, long b, long c, long d, long e, long f) {
    MemorySegment target = resolve();
    MemorySegment state = frame.state();
    while (true) {
      long result = invoke(target, state, a, b, c, d, e, f);
      // The upper half of the register means nothing where the function returns an int.
      result = returnsLong ? result : (int) result;
      if (result != -1 || !restarts || frame.errno() != Errno.EINTR) {
        return result;
      }
    }
  }

  private long invoke(
      MemorySegment target, MemorySegment state, long a, long b, long c, long d, long e, long f) {
    try {
      return variadic
          ? (long) Variadic.CALL.invokeExact(target, state, a, b, c, d, e, f)
          : (long) CALL.invokeExact(target, state, a, b, c, d, e, f);
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable checked) {
      throw new UndeclaredThrowableException(checked, name);
    }
  }

  private static MethodHandle handle(Option... options) {
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return Linker.nativeLinker()
        .downcallHandle(FunctionDescriptor.of(word, word, word, word, word, word, word), options);
  }
}
