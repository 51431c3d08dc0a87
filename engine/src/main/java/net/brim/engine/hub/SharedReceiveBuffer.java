package net.brim.engine.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Has all plain connections of a hub receive into one buffer, which stays in the processor's cache:
 * a connection copies what came at once. Where one keeps it nevertheless, others get new ones.
 */
@SuppressWarnings("deprecation") // of Handle, which is all that there is to implement
final class SharedReceiveBuffer implements RecvByteBufAllocator {

  /** More than messages have as a rule: a buffer that was filled makes Netty look for more. */
  private static final int SIZE = 128 * 1024;

  private static final int SIZE_OF_OTHERS = 64 * 1024;

  private final RecvByteBufAllocator others = new FixedRecvByteBufAllocator(SIZE_OF_OTHERS);
  private final ByteBuf shared = Unpooled.directBuffer(SIZE, SIZE);

  @Override
  public Handle newHandle() {
    return new Shared(others.newHandle());
  }

  /** No connection receives any more; where one still has the buffer, that is its last use. */
  void close() {
    shared.release();
  }

  /** Whether the memory is given back. */
  boolean isReleased() {
    return shared.refCnt() == 0;
  }

  private final class Shared extends DelegatingHandle implements ExtendedHandle {

    private Shared(Handle counts) {
      super(counts);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
      return ((ExtendedHandle) delegate()).continueReading(maybeMore);
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return shared.refCnt() == 1 ? shared.clear().retain() : super.allocate(allocator);
    }
  }
}
