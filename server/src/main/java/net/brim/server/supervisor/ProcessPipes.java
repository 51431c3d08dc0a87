package net.brim.server.supervisor;

import java.util.ArrayList;
import java.util.List;
import net.brim.os.Os;

/**
 * The descriptors that are made for a process that is to be started. In the end all are closed that
 * were not kept: those that the process has, and all of them where it could not be started.
 */
final class ProcessPipes implements AutoCloseable {

  private final Os os;
  private final List<Integer> made = new ArrayList<>();

  /** None yet. */
  ProcessPipes(Os os) {
    this.os = os;
  }

  /** A pipe: its end to read from, then that to write to. */
  int[] pipe() {
    int[] ends = os.pipe();
    made.add(ends[0]);
    made.add(ends[1]);
    return ends;
  }

  /** A pipe to be a process's stdin, whose reading gives its end at once. */
  int noInput() {
    return pipe()[0];
  }

  /** An empty file in memory. */
  int memoryFile(String name) {
    int descriptor = os.memoryFile(name, 0);
    made.add(descriptor);
    return descriptor;
  }

  /** The process runs: those stay open. */
  void keep(List<Integer> descriptors) {
    made.removeAll(descriptors);
  }

  @Override
  public void close() {
    made.forEach(os::close);
  }
}
