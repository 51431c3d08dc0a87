package net.brim.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import net.brim.server.control.StatusReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EndpointTest {

  private static Reply reply(Endpoint endpoint, StatusReport report) {
    return endpoint.reply(report, worker -> 4096);
  }

  private static void assertUnready(String why, StatusReport report) {
    assertEquals(Reply.text(Status.UNAVAILABLE, why), reply(Endpoint.READY, report));
  }

  @Test
  void isReadyWhenEachSubserverHasAWorker() {
    assertEquals(
        Reply.text(Status.OK, "ready"),
        reply(
            Endpoint.READY,
            Reports.of(
                "running", "http/0 waiting", "http/1 ready", "tcp/0 ready", "tcp/1 draining")));
    assertUnready(
        "no worker is ready: [http], [udp#b]",
        Reports.of(
            "running",
            "http/0 waiting",
            "http/1 starting",
            "tcp/0 ready",
            "udp#b/0 waiting",
            "udp/0 draining"));
  }

  @Test
  void isReadyWhileItReloads() {
    assertEquals(
        Status.OK, reply(Endpoint.READY, Reports.of("reloading", "http/0 ready")).status());
  }

  @Test
  void isNotReadyBeforeAndAfter() {
    assertUnready(
        "starting: waiting for http/1, tcp/0",
        Reports.of("starting", "http/0 ready", "http/1 starting", "tcp/0 waiting"));
    assertUnready("starting", Reports.of("starting", "http/0 ready"));
    assertUnready("draining", Reports.of("draining", "http/0 ready"));
    assertUnready("stopping", Reports.of("stopping"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"starting", "running", "draining", "stopping"})
  void isAliveWhateverItDoes(String phase) {
    assertEquals(Reply.text(Status.OK, "live"), reply(Endpoint.LIVE, Reports.of(phase)));
  }

  @Test
  void theStatusIsJson() {
    Reply reply =
        reply(
            Endpoint.STATUS,
            Reports.of("running", "http#\"\\\t\ud83d\ude00é/0 ready", "tcp/1 waiting"));
    assertEquals("application/json", reply.type());
    JsonNode status = JsonMapper.builder().build().readTree(reply.content());
    assertEquals(812, status.get("pid").asInt());
    assertEquals(5_000, status.get("uptime_ms").asInt());
    assertEquals("running", status.get("phase").asString());
    assertEquals(2, status.get("workers").size());
    JsonNode worker = status.get("workers").get(0);
    assertEquals("http#\"\\\t\ud83d\ude00é", worker.get("section").asString());
    assertEquals("18446744073709551615", worker.get("requests").asString());
    assertEquals(4096, worker.get("memory").asInt());
  }

  @Test
  void pathsAreExact() {
    assertEquals(Optional.of(Endpoint.LIVE), Endpoint.of("/live"));
    for (String other : new String[] {"/", "/live/", "/LIVE", "/lives", ""}) {
      assertEquals(Optional.empty(), Endpoint.of(other));
    }
  }
}
