package net.brim.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaFlagsTest {

  private static final List<String> SHARED = List.of("/jdk/bin/java", "-XX:+UseSerialGC", "-Xa");

  @Test
  void putsOthersLastSoThatTheyWin() {
    assertEquals(
        List.of("/jdk/bin/java", "-XX:+UseSerialGC", "-Xa", "-Xmx1g"),
        JavaFlags.with(SHARED, List.of("-Xmx1g")));
  }

  @Test
  void givesWayToAnotherCollector() {
    assertEquals(
        List.of("/jdk/bin/java", "-Xa", "-XX:+UseZGC"),
        JavaFlags.with(SHARED, List.of("-XX:+UseZGC")));
  }

  @Test
  void callsAWorkerBySectionAndSlot() {
    var launch =
        new Launch(
            List.of(),
            Path.of("/root"),
            null,
            null,
            true,
            false,
            null,
            SHARED,
            List.of("-jar", "brim.jar"));
    assertEquals(
        List.of(
            "/jdk/bin/java",
            "-XX:+UseSerialGC",
            "-Xa",
            "-Xms16m",
            "-XX:TrimNativeHeapInterval=5000",
            "-Dio.netty.leakDetection.level=disabled",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Xmx1g",
            "-jar",
            "brim.jar",
            "--role=worker",
            "wsgi#admin",
            "3",
            "inet:4",
            "unix:1"),
        WorkerCommand.of(
            launch,
            List.of("-Xmx1g"),
            "wsgi#admin",
            3,
            List.of(new SocketGroup(false, 4), new SocketGroup(true, 1))));
  }
}
