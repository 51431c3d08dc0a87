package net.brim.os;

import java.nio.ByteBuffer;

/**
 * The classic BPF program that picks a live socket of a group at random.
 *
 * <pre>
 * sock_fprog:   0 count (short)   8 address of the instructions
 * instruction:  0 code (short)   2 jump if true (byte)   3 jump if false (byte)   4 k (int)
 *
 *   0        load a random number
 *   1        modulo the number of live sockets
 *   2 + 2i   equal to i? then the next instruction, else skip it
 *   3 + 2i   return live[i]
 *   last     return the last of live
 * </pre>
 *
 * Jumps count at most 255 instructions, so that each return follows its comparison.
 */
final class SteeringProgram {

  private static final int LOAD_WORD_ABSOLUTE = 0x20;
  private static final int MODULO = 0x94;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;

  /** Where the kernel keeps "a random number" among its extensions of a packet's bytes. */
  private static final int RANDOM = -0x1000 + 56;

  private static final int INSTRUCTION_SIZE = 8;
  private static final int INSTRUCTION_LIMIT = 4096;

  private SteeringProgram() {}

  static Memory of(Frame frame, int[] live) {
    int count = 2 + 2 * (live.length - 1) + 1;
    if (live.length == 0 || count > INSTRUCTION_LIMIT) {
      throw new IllegalArgumentException("cannot steer to " + live.length + " sockets");
    }
    Memory code = frame.allocate(count * INSTRUCTION_SIZE);
    write(code.bytes(), live);
    Memory program = frame.allocate(2 * Long.BYTES);
    program.bytes().putShort(0, (short) count).putLong(Long.BYTES, code.address());
    return program;
  }

  private static void write(ByteBuffer code, int[] live) {
    instruction(code, LOAD_WORD_ABSOLUTE, 0, RANDOM);
    instruction(code, MODULO, 0, live.length);
    for (int i = 0; i < live.length - 1; i++) {
      instruction(code, JUMP_IF_EQUAL, 1, i);
      instruction(code, RETURN, 0, live[i]);
    }
    instruction(code, RETURN, 0, live[live.length - 1]);
  }

  private static void instruction(ByteBuffer code, int operation, int skipIfFalse, int k) {
    code.putShort((short) operation).put((byte) 0).put((byte) skipIfFalse).putInt(k);
  }
}
