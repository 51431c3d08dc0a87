package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What {@code ps} shows of our processes. */
class ProcessTitlesTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  private String ps(String column, long pid) {
    return brimd.shell("ps -ww -o $1= -p $2", column, pid).exits(0).out().stripTrailing();
  }

  @Test
  void everyProcessShowsWhatItIs() {
    brimd.conf(
        """
        [brim]
        log_to = file:~/brim.log

        [wsgi]
        port = 8901
        workers = 2
        apps = echo

        [http#admin]
        port = 8902
        apps = echo

        [echo]
        call = brim.wsgi_echo.WSGIEcho

        [daemons]
        daemons = sample

        [sample]
        call = brim.daemon_sample.DaemonSample
        """);
    brimd.started();

    assertEquals("main:brimd", ps("args", brimd.pid()));
    assertEquals("main:brimd", ps("comm", brimd.pid()));
    for (JsonNode worker : brimd.status().get("workers")) {
      String title =
          "%s:%s:brimd".formatted(worker.get("slot").asString(), worker.get("section").asString());
      assertEquals(title, ps("args", worker.get("pid").asLong()));
    }
    assertEquals("1:wsgi:brimd", ps("args", brimd.worker(1).get("pid").asLong()));
    assertEquals("0:http#admin:brimd", ps("args", brimd.worker(2).get("pid").asLong()));
    assertEquals("sample:daemons:brimd", ps("args", brimd.worker(3).get("pid").asLong()));

    brimd.run("restart").exits(0);

    assertEquals("main:brimd", ps("args", brimd.pid()), "the next program of the same process");
    assertEquals("1:wsgi:brimd", ps("args", brimd.worker(1).get("pid").asLong()));
    brimd.stopped();
  }
}
