package net.brim.engine.hub;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes virtual threads that run on an executor of ours instead of the JDK's pool: the one class
 * that knows how.
 *
 * <p>The JDK has no public way yet. Its own constructor is reached by reflection, which needs
 * {@code --add-opens=java.base/java.lang=ALL-UNNAMED} (or the same in the manifest of the main
 * jar); without it, the JDK's scheduler is used, and all still works, more slowly.
 */
final class LoopThreads {

  private static final @Nullable MethodHandle CONSTRUCTOR = findConstructor();

  private LoopThreads() {}

  /** Whether virtual threads can be carried by a thread of ours. */
  static boolean available() {
    return CONSTRUCTOR != null;
  }

  /**
   * A builder of virtual threads that {@code scheduler} runs, or of the JDK's where that cannot be.
   */
  static Thread.Builder.OfVirtual on(Executor scheduler) {
    if (CONSTRUCTOR == null) {
      return Thread.ofVirtual();
    }
    try {
      return (Thread.Builder.OfVirtual) CONSTRUCTOR.invokeExact(scheduler);
    } catch (Throwable e) {
      throw new IllegalStateException("the JDK refused a scheduler for virtual threads", e);
    }
  }

  private static @Nullable MethodHandle findConstructor() {
    try {
      Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
      return MethodHandles.privateLookupIn(builder, MethodHandles.lookup())
          .findConstructor(builder, MethodType.methodType(void.class, Executor.class))
          .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
    } catch (ReflectiveOperationException | SecurityException e) {
      return null;
    }
  }
}
