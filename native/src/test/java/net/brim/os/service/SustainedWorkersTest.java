package net.brim.os.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.brim.os.ChildExit;
import net.brim.os.Os;
import net.brim.os.OsException;
import net.brim.os.Program;
import net.brim.os.Signals;
import net.brim.os.service.SustainedWorkers.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A story is told event by event; where none is left to come, time passes instead. */
class SustainedWorkersTest {

  private static final ServiceWorker WORKER =
      new ServiceWorker() {
        @Override
        public Program program(int slot) {
          return new Program(List.of("/bin/worker", "" + slot), List.of(), List.of(), false);
        }

        @Override
        public void runHere() {
          throw new AssertionError("there are workers");
        }
      };

  private final List<String> story = new ArrayList<>();
  private final List<Integer> buried = new ArrayList<>();
  private final List<Runnable> next = new ArrayList<>();
  private int pid = 100;
  private int refusals;
  private long now = 1_000_000;

  /** When it has nothing to do, the next part of the story happens. */
  private final LinkedBlockingQueue<Event> events =
      new LinkedBlockingQueue<>() {
        @Override
        public @Nullable Event poll(long timeout, TimeUnit unit) {
          if (isEmpty() && timeout != Long.MAX_VALUE) {
            story.add("waits " + timeout);
            now += timeout;
          } else if (isEmpty()) {
            next.removeFirst().run();
          }
          return poll();
        }
      };

  private final Os os =
      (Os)
          Proxy.newProxyInstance(
              Os.class.getClassLoader(),
              new Class<?>[] {Os.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "spawn" -> spawn((Program) arguments[0]);
                    case "waitForChild" -> bury((Integer) arguments[0]);
                    case "kill" -> story.add("kill " + arguments[0] + " " + arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private int spawn(Program program) {
    if (refusals-- > 0) {
      throw new OsException("spawn", 11, "no more processes");
    }
    story.add("spawn " + program.command());
    return ++pid;
  }

  private ChildExit bury(int process) {
    buried.add(process);
    return new ChildExit(process, 1, 0);
  }

  private void dies(int process, long afterMillis) {
    next.add(() -> {
      now += afterMillis;
      events.add(new Event.Ended(new ChildExit(process, 1, 0)));
    });
  }

  private void told(int signal) {
    next.add(() -> events.add(new Event.Told(signal)));
  }

  private void sustain(int count) throws InterruptedException {
    new SustainedWorkers(
            os,
            count,
            WORKER,
            line -> story.add("> " + line),
            events,
            new Reaper(os, exit -> {}),
            () -> now)
        .sustain();
  }

  @Test
  void oneThatDiesIsReplacedInItsSlot() throws InterruptedException {
    dies(102, 5000);
    told(Signals.TERM);
    dies(101, 0);
    dies(103, 0);
    sustain(2);
    assertEquals(
        List.of(
            "spawn [/bin/worker, 0]",
            "> worker 0 started as process 101",
            "spawn [/bin/worker, 1]",
            "> worker 1 started as process 102",
            "> worker 1 (pid 102) exited with status 1; restarting in 0 ms",
            "spawn [/bin/worker, 1]",
            "> worker 1 started as process 103",
            "> SIGTERM: on to all workers",
            "kill 101 15",
            "kill 103 15",
            "> worker 0 (pid 101) exited with status 1",
            "> worker 1 (pid 103) exited with status 1"),
        story);
    assertEquals(List.of(102, 101, 103), buried);
  }

  @Test
  void oneThatKeepsDyingIsBackedOff() throws InterruptedException {
    dies(101, 10);
    dies(102, 10);
    told(Signals.HUP);
    dies(103, 0);
    sustain(1);
    assertEquals(
        List.of("waits 100", "waits 200"),
        story.stream().filter(line -> line.startsWith("waits")).toList());
    assertEquals("kill 103 1", story.get(story.size() - 2));
  }

  @Test
  void oneThatCannotBeStartedIsTriedAgain() throws InterruptedException {
    refusals = 2;
    told(Signals.TERM);
    dies(101, 0);
    sustain(1);
    assertEquals(
        List.of(
            "> worker 0 cannot be started: spawn: no more processes; trying again in 100 ms",
            "waits 100",
            "> worker 0 cannot be started: spawn: no more processes; trying again in 200 ms",
            "waits 200",
            "spawn [/bin/worker, 0]"),
        story.subList(0, 5));
    assertEquals(List.of(101), buried);
  }

  @Test
  void toldWhileNobodyRunsItEndsAtOnce() throws InterruptedException {
    refusals = 1;
    events.add(new Event.Told(Signals.TERM));
    sustain(1);
    assertEquals("> SIGTERM: on to all workers", story.getLast());
  }

  @Test
  void childrenOfOthersDoNotMatter() throws InterruptedException {
    dies(999, 0);
    told(Signals.TERM);
    dies(101, 0);
    sustain(1);
    assertEquals(List.of(999, 101), buried, "they are buried like our own");
  }

  @Test
  void withoutWorkersTheWorkIsDoneHere() throws Exception {
    SustainedWorkers.run(
        os,
        0,
        new ServiceWorker() {
          @Override
          public Program program(int slot) {
            throw new AssertionError("there are none");
          }

          @Override
          public void runHere() {
            story.add("here");
          }
        },
        line -> story.add("> " + line));
    assertEquals(List.of("here"), story);
  }
}
