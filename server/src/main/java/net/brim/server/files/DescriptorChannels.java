package net.brim.server.files;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes a channel of a descriptor: the one class that knows how.
 *
 * <p>The JDK has no public way. Its own is reached by reflection, which needs {@code
 * --add-opens=java.base/java.io=ALL-UNNAMED} and the same for {@code sun.nio.ch} (or both in the
 * manifest of the main jar); without it, the file is opened again by what {@code /proc} shows of
 * the descriptor, which takes longer.
 */
final class DescriptorChannels {

  private static final @Nullable VarHandle DESCRIPTOR = findDescriptor();
  private static final @Nullable MethodHandle OPEN = findOpen();

  private DescriptorChannels() {}

  /** Whether a channel takes the descriptor itself, which it then closes. */
  static boolean takeDescriptors() {
    return DESCRIPTOR != null && OPEN != null;
  }

  /** A channel to read; where it does not take the descriptor, that stays the caller's to close. */
  static FileChannel of(int fd) throws IOException {
    if (DESCRIPTOR == null || OPEN == null) {
      return FileChannel.open(Path.of("/proc/self/fd/" + fd));
    }
    try {
      var descriptor = new FileDescriptor();
      DESCRIPTOR.set(descriptor, fd);
      return (FileChannel)
          OPEN.invokeExact(descriptor, (String) null, true, false, false, false, (Closeable) null);
    } catch (Throwable e) {
      throw new IOException("the JDK refused a channel of a descriptor", e);
    }
  }

  private static @Nullable VarHandle findDescriptor() {
    try {
      return MethodHandles.privateLookupIn(FileDescriptor.class, MethodHandles.lookup())
          .findVarHandle(FileDescriptor.class, "fd", int.class);
    } catch (ReflectiveOperationException | SecurityException e) {
      return null;
    }
  }

  private static @Nullable MethodHandle findOpen() {
    try {
      Class<?> type = Class.forName("sun.nio.ch.FileChannelImpl");
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .findStatic(
              type,
              "open",
              MethodType.methodType(
                  FileChannel.class,
                  FileDescriptor.class,
                  String.class,
                  boolean.class,
                  boolean.class,
                  boolean.class,
                  boolean.class,
                  Closeable.class));
    } catch (ReflectiveOperationException | SecurityException e) {
      return null;
    }
  }
}
