package net.brim.os;

import java.nio.ByteBuffer;

/**
 * A block of native memory.
 *
 * @param address what C is given
 * @param bytes the same memory for Java, in the machine's byte order; a buffer, since its accessors
 *     need no method handles and so cost nothing at start
 */
record Memory(long address, ByteBuffer bytes) {}
