package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the processes of workers print, wherever it comes from, is in the log. */
class StandardStreamsTest {

  private static final String LOG = "brim.log";

  @RegisterExtension final Brimd brimd = new Brimd();

  private void conf(String task, String command, String options) {
    brimd.compile("classes", Apps.source("daemons/Tasks.java"));
    brimd.conf(
        """
        [brim]
        classpath = classes
        log_to = file:~/brim.log

        [daemons]
        daemons = task
        %s

        [task]
        call = daemons.Tasks
        task = %s
        command = %s
        """
            .formatted(options, task, command));
  }

  /** The texts of the lines that begin so, without what stands before them. */
  private List<String> texts(String start) {
    return brimd.lines(LOG, " " + start).stream()
        .map(line -> line.substring(line.indexOf(" " + start) + 1 + start.length()))
        .toList();
  }

  @Test
  void eachLineThatAnAppPrintsIsALineOfTheLog() {
    conf("print", "", "");
    brimd.shell("LC_ALL=C brimd start").exits(0);
    Await.until(
        "the last whole line", () -> texts("STDOUT: wid:task ").toString().contains("control"));

    assertEquals(List.of("plain on stderr"), texts("ERROR STDERR: wid:task "));
    assertTrue(brimd.awaitLine(LOG, "plain on stdout").contains(" brimdaemons[" + brimd.pid()));
    List<String> lines = texts("INFO STDOUT: wid:task ");
    assertEquals(
        List.of("plain on stdout", "umlaut ä, euro €, smile 😀", "two", "lines"),
        lines.subList(0, 4));
    String all = String.join("", lines);
    assertTrue(all.contains("long " + "x".repeat(20_000) + " end"), "a long line is in pieces");
    assertTrue(lines.stream().allMatch(line -> line.length() <= 7 * 1024), "of limited length");
    assertTrue(lines.contains("wrong \ufffd bytes"), lines::toString);
    assertTrue(lines.getLast().startsWith("control \\"), lines::toString);
    assertFalse(brimd.read(LOG).contains("\u001b"), "no control character gets into the log");
    assertFalse(all.contains("without an end"), "it may go on yet");

    brimd.stopped();

    assertEquals("without an end", texts("INFO STDOUT: wid:task ").getLast());
    assertTrue(lines.stream().noneMatch(String::isEmpty), "no empty lines");
    brimd.assertNothingLeft();
  }

  @Test
  void whatChildProcessesPrintIsThereToo() {
    conf("shell", "echo from a child; echo its error >&2; printf half", "");
    brimd.started();
    brimd.awaitLine(LOG, "has run its command");
    Await.until("its line", () -> texts("INFO STDOUT: wid:task ").contains("from a child"));
    Await.until("its error", () -> texts("ERROR STDERR: wid:task ").contains("its error"));
    brimd.stopped();
    assertEquals("half", texts("INFO STDOUT: wid:task ").getLast());
  }

  @Test
  void whatTheJvmItselfPrintsIsThereTooEvenAsItCrashes() {
    conf(
        "wait",
        "",
        "java_options = -XX:ErrorFile=%h/crash-%%p.log -XX:-CreateCoredumpOnCrash"
            .replace("%h", brimd.home().toString()));
    brimd.started();
    brimd.awaitLine(LOG, "task does wait");
    long worker = brimd.worker(0).get("pid").asLong();

    brimd.signal(worker, "QUIT");
    brimd.awaitLine(LOG, "INFO STDOUT: wid:task Full thread dump");
    brimd.signal(worker, "SEGV");

    brimd.awaitLine(LOG, "STDOUT: wid:task # A fatal error has been detected");
    Await.until(
        "the end of the worker",
        () ->
            brimd.lines(LOG, "worker daemons/task (pid " + worker + ") ").stream()
                .anyMatch(line -> line.contains("; restarting")));
    Await.until("another", () -> brimd.lines(LOG, "task does wait").size() == 2);
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void anExceptionThatNobodyCatchesIsOneLine() {
    conf("thread", "", "");
    brimd.started();
    String line = brimd.awaitLine(LOG, "in a thread");
    assertTrue(
        line.contains(
            "] ERROR UNCAUGHT EXCEPTION: wid:task java.lang.IllegalArgumentException: in a thread"
                + " -- at daemons.Tasks.failInAThread(Tasks.java:"),
        line);
    assertEquals(1, brimd.lines(LOG, "in a thread").size());
    assertEquals(List.of(), texts("ERROR STDERR"));
    assertEquals("ready", brimd.worker(0).get("state").asString(), "the daemon goes on");
    brimd.stopped();
  }

  @Test
  void aFloodOfLinesFillsNoMemoryOfTheSupervisor() {
    conf("shell", "yes | head -c 6000000; touch $HOME/done", "log_level = ERROR");
    brimd.started();
    long supervisor = brimd.pid();
    long worker = brimd.worker(0).get("pid").asLong();
    Await.until("the end of the flood", () -> Files.exists(brimd.file("done")));
    assertEquals(supervisor + " is running\n", brimd.run("status").exits(0).terminal());
    brimd.signal(worker, "KILL");
    brimd.awaitLine(LOG, "worker daemons/task (pid " + worker + ") killed by SIGKILL");
    brimd.stopped();
    brimd.assertNothingLeft();
  }

  @Test
  void theTerminalGetsNothingOfItWithOrWithoutTheOptionO() {
    conf("print", "", "");
    for (String option : List.of("", "-o ")) {
      Outcome start = brimd.shell("brimd " + option + "start").exits(0);
      brimd.awaitLine(LOG, "plain on stdout");
      brimd.stopped();
      assertEquals("[daemons] running task\n", start.terminal(), option);
    }
  }

  @Test
  void noDaemonLeavesWhatAppsPrintToTheTerminal() throws IOException {
    brimd.conf(
        """
        [brim]
        classpath = %s
        log_to = file:~/brim.log

        [http]
        port = 8901
        apps = workbench

        %s
        """
            .formatted(Workbench.classpath(), Workbench.SECTION));
    Program program = brimd.background("no-daemon");
    Await.until("the server", () -> !Ports.isFree(brimd.port()));
    RawClient.get(brimd.port(), "/print/this");
    brimd.signal(program.pid(), "TERM");
    Outcome outcome = program.outcome();
    assertTrue(outcome.out().contains("\nprinted this\n"), outcome::toString);
    assertTrue(outcome.terminal().contains("complained this\n"), outcome::toString);
    assertFalse(brimd.read(LOG).contains("STDOUT"), () -> brimd.read(LOG));
  }
}
