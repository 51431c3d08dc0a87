package net.brim.os.service;

import net.brim.os.Program;

/** What {@link SustainedWorkers} keep running. */
public interface ServiceWorker {

  /** The process to start in that slot, from 0; asked for anew each time. */
  Program program(int slot);

  /** The same work in this process: for debugging, where there are no workers. */
  void runHere() throws Exception;
}
