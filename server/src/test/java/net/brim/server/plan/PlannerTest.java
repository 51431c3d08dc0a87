package net.brim.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import net.brim.api.Conf;
import net.brim.api.Stat;
import net.brim.server.config.ConfReader;
import net.brim.server.config.Problems;
import net.brim.server.config.Settings;
import net.brim.server.stats.StatsLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {

  private static final String MADE = "net.brim.server.plan.SampleApps$Made\n";

  @TempDir Path directory;

  private final Problems problems = new Problems();

  private StatsLayout plan(String text, boolean workers) throws java.io.IOException {
    Path file = java.nio.file.Files.writeString(directory.resolve("b.conf"), text);
    Conf conf = ConfReader.read(List.of(file), java.util.Map.of(), problems);
    Settings settings = Settings.read(conf, problems);
    try (var loader = new AppLoader(List.of(AppLoaderTest.testClasses()))) {
      return new Planner(conf, loader, problems, false).layout(settings, workers);
    }
  }

  @Test
  void laysOutWhatTheServerAndTheAppsCount() throws Exception {
    StatsLayout layout =
        plan(
            "[wsgi]\napps = a b\nworkers = 3\n[a]\npath = /last\ncall = "
                + MADE
                + "[b]\npath = /last\ncall = "
                + MADE,
            true);
    assertEquals(List.of(), problems.lines());
    StatsLayout.Section section = layout.sections().getFirst();
    assertEquals(List.of("0", "1", "2"), section.slots());
    assertTrue(
        section
            .stats()
            .containsAll(
                List.of(
                    Stat.worker("start_time"),
                    Stat.sum("request_count"),
                    Stat.sum("status_404_count"),
                    Stat.sum("a.requests"),
                    Stat.sum("b.requests"),
                    Stat.max("last"))));
  }

  @Test
  void needsOneSlotWithoutWorkers() throws Exception {
    StatsLayout layout =
        plan("[http]\napps = a\nworkers = 3\n[a]\npath = /x\ncall = " + MADE, false);
    assertEquals(List.of("0"), layout.sections().getFirst().slots());
  }

  @Test
  void collectsWhatIsWrongWithEveryApp() throws Exception {
    plan(
        "[http]\napps = a b c\n[a]\ncall = "
            + MADE
            + "[b]\ncall = "
            + MADE
            + "[c]\npath = /bad\ncall = "
            + MADE,
        true);
    assertEquals(
        List.of(
            "[a] you must configure a path to serve.",
            "[b] you must configure a path to serve.",
            "[c] statsConf of net.brim.server.plan.SampleApps$Made threw"
                + " java.lang.IllegalStateException: no stats"),
        problems.lines());
  }

  @Test
  void daemonsHaveSlotsOfTheirNamesAndNoneWithoutWorkers() throws Exception {
    String text =
        """
        [daemons]
        daemons = a b
        [a]
        call = brim.daemon_sample.DaemonSample
        [b]
        call = net.brim.server.apps.DaemonSample
        """;
    assertEquals(
        List.of(
            new StatsLayout.Section(
                "daemons",
                List.of("a", "b"),
                List.of(
                    Stat.daemon("start_time"),
                    Stat.daemon("iterations"),
                    Stat.daemon("last_run")))),
        plan(text, true).sections());
    assertEquals(List.of(), plan(text, false).sections());
    assertEquals(List.of(), problems.lines());
  }

  @Test
  void noStatisticHasTheNameOfADaemon() throws Exception {
    plan(
        "[daemons]\ndaemons = last_run\n[last_run]\ncall = brim.daemon_sample.DaemonSample\n",
        true);
    assertEquals(
        List.of(
            "[daemons] the statistic 'last_run' of last_run needs another name: a daemon has that"
                + " one"),
        problems.lines());
  }

  @Test
  void refusesStatisticsThatWouldBeMixedUp() throws Exception {
    plan(
        "[http]\napps = a b\n[a]\npath = /request_count\ncall = "
            + MADE
            + "[b]\npath = /17\ncall = "
            + MADE,
        true);
    assertEquals(
        List.of(
            "[http] the statistic 'request_count' of app a is a MAX, but there is one of that name"
                + " that is a SUM",
            "[http] the statistic '17' of app b needs a name that is not a number, as slots have"),
        problems.lines());
  }

  @Test
  void laysOutWhatATcpSubserverAndItsAppCount() throws Exception {
    String tcp =
        "[tcp]\nport = 1\nworkers = 2\nmessage = %s\ncall = " + MADE.replace("Made", "MadeTcp");
    StatsLayout layout = plan(tcp.formatted("greetings"), true);
    assertEquals(List.of(), problems.lines());
    StatsLayout.Section section = layout.sections().getFirst();
    assertEquals("tcp", section.name());
    assertEquals(List.of("0", "1"), section.slots());
    assertEquals(
        List.of(
            Stat.worker("start_time"),
            Stat.sum("connection_count"),
            Stat.sum("open_connections"),
            Stat.sum("bytes_read"),
            Stat.sum("bytes_written"),
            Stat.sum("greetings")),
        section.stats());
    plan(tcp.formatted("start_time"), true);
    plan(tcp.replace("message = %s\n", ""), true);
    assertEquals(
        List.of(
            "[tcp] the statistic 'start_time' of app tcp is a SUM, but there is one of that name"
                + " that is a WORKER",
            "[tcp] you must configure a message to serve."),
        problems.lines());
  }
}
