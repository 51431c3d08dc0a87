package net.brim.server.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.brim.os.Os;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutputWatcherTest {

  private final Os os = Os.current();
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final OutputWatcher watcher = new OutputWatcher(os, events::add);
  private final int[] reports = os.pipe();
  private final int[] stdout = os.pipe();
  private final int[] stderr = os.pipe();
  private final WorkerHandle worker =
      Subservers.worker(
          new Fleet("[http]\nport = 8901\napps = echo\n").first().slots().toList().getFirst(),
          4711,
          new WorkerPipes(99, reports[0], stdout[0], stderr[0]),
          0);

  @AfterEach
  void end() {
    List.of(reports, stderr).forEach(pipe -> os.close(pipe[1]));
  }

  private void write(int[] pipe, String text) {
    os.write(pipe[1], text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
  }

  @Test
  void anotherProgramGetsWhatIsOpenAndWhatWasNoWholeLine() throws InterruptedException {
    watcher.start();
    watcher.watch(worker);
    write(stdout, "whole\npart");
    os.close(stdout[1]);
    assertEquals(new Event.OutputLine(worker, false, "whole"), next());
    assertEquals(new Event.OutputLine(worker, false, "part"), next(), "at the end of the pipe");
    write(stderr, "line\nbegun");
    assertEquals(new Event.OutputLine(worker, true, "line"), next());

    watcher.pause();

    assertEquals(new WorkerPipes(99, reports[0], Estate.NONE, stderr[0]), watcher.open(worker));
    assertEquals(List.of("", "", "begun"), watcher.unread(worker));
    watcher.goOn();
  }

  private Event next() throws InterruptedException {
    return Objects.requireNonNull(events.poll(30, TimeUnit.SECONDS), "an event within 30 s");
  }
}
