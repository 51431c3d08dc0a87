package net.brim.server.supervisor;

import java.util.List;

/**
 * Our ends of what connects us with one worker; all are descriptors, or {@link Estate#NONE} where
 * one has come to its end under the program before.
 *
 * @param lifeline to write commands to; when it closes, the worker drains
 * @param reports what it says about itself
 * @param stdout what it, and what it starts, prints
 * @param stderr the same
 */
record WorkerPipes(int lifeline, int reports, int stdout, int stderr) {

  List<Integer> all() {
    return List.of(lifeline, reports, stdout, stderr);
  }
}
