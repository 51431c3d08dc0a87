package net.brim.engine.hub;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Tells, on the loop of a hub, when something that is no connection can be read or written. It
 * tells again each turn of the loop, as long as that is so and is asked for.
 */
public final class Watch {

  private final Ops ops;
  private final IoRegistration registration;

  /** What is told, on the loop. */
  public interface Listener {

    /** There is something to read, or an error that reading tells. */
    void readable();

    /** There is room for something to write. */
    void writable();
  }

  private record Ops(IoOps none, IoOps read, IoOps write, IoOps both) {}

  /** Not in a static initialiser: each transport loads classes of its own. */
  private static Ops epollOps() {
    return new Ops(
        EpollIoOps.NONE,
        EpollIoOps.EPOLLIN,
        EpollIoOps.EPOLLOUT,
        EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT));
  }

  private static Ops nioOps() {
    return new Ops(NioIoOps.NONE, NioIoOps.READ, NioIoOps.WRITE, NioIoOps.READ_AND_WRITE);
  }

  private Watch(Hub hub, IoHandle handle, Ops ops) throws IOException {
    this.ops = ops;
    Future<IoRegistration> registered = hub.handles().register(handle).awaitUninterruptibly();
    if (!registered.isSuccess()) {
      throw new IOException("cannot watch a socket: " + registered.cause(), registered.cause());
    }
    this.registration = registered.getNow();
  }

  /** Watches a descriptor, which stays the caller's; for a hub of epoll. Tells nothing yet. */
  public static Watch of(Hub hub, int descriptor, Listener listener) throws IOException {
    return new Watch(hub, new Descriptor(new FileDescriptor(descriptor), listener), epollOps());
  }

  /** Watches a channel, which stays the caller's; for a hub of NIO. Tells nothing yet. */
  public static Watch of(Hub hub, SelectableChannel channel, Listener listener) throws IOException {
    return new Watch(hub, new Channel(channel, listener), nioOps());
  }

  /** Loop: what is to be told from now on. */
  public void await(boolean read, boolean write) {
    if (registration.isValid()) {
      long _ =
          registration.submit(read ? write ? ops.both : ops.read : write ? ops.write : ops.none);
    }
  }

  /** Tells nothing more; the descriptor or channel can be closed then. */
  public void cancel() {
    boolean _ = registration.cancel();
  }

  private static final class Descriptor implements EpollIoHandle {

    private final FileDescriptor descriptor;
    private final Listener listener;

    Descriptor(FileDescriptor descriptor, Listener listener) {
      this.descriptor = descriptor;
      this.listener = listener;
    }

    @Override
    public FileDescriptor fd() {
      return descriptor;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      EpollIoOps ready = ((EpollIoEvent) event).ops();
      if (ready.contains(EpollIoOps.EPOLLOUT)) {
        listener.writable();
      }
      if (ready.contains(EpollIoOps.EPOLLIN) || ready.contains(EpollIoOps.EPOLLERR)) {
        listener.readable();
      }
    }

    @Override
    public void close() {
      // The descriptor is not ours.
    }
  }

  private static final class Channel extends NioSelectableChannelIoHandle<SelectableChannel> {

    private final Listener listener;

    Channel(SelectableChannel channel, Listener listener) {
      super(channel);
      this.listener = listener;
    }

    @Override
    protected void handle(SelectableChannel channel, @Nullable SelectionKey key) {
      if (key == null || !key.isValid()) {
        return;
      }
      if (key.isWritable()) {
        listener.writable();
      }
      if (key.isValid() && key.isReadable()) {
        listener.readable();
      }
    }

    @Override
    public void close() {
      // The channel is not ours.
    }
  }
}
