package net.brim.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The distribution runs without Maven, wherever it lies and however it is reached. */
class DistributionTest {

  @RegisterExtension final Brimd brimd = new Brimd();

  @Test
  void theArchiveHoldsWhatUsersNeed() {
    Clients.need("tar");
    String name = "brimd-" + Distribution.VERSION + "/";
    List<String> lines = brimd.shell("tar tvzf " + Distribution.archive()).exits(0).outLines();
    assertTrue(
        lines.stream().anyMatch(l -> l.startsWith("-rwxr-xr-x") && l.endsWith(name + "bin/brimd")),
        lines::toString);
    for (String file :
        List.of(
            "brimd.conf-sample",
            "README.md",
            "LICENSE",
            "docs/architecture.md",
            "docs/embedding.md",
            "examples/embedded/Embedded.java",
            "examples/documents/document.txt",
            "examples/quickstart/brimd.conf",
            "examples/https/brimd.conf",
            "docs/tls.md",
            "examples/helloworld/3-stats/src/mypackage/mymodule/HelloWorld.java",
            "lib/brim-api-" + Distribution.VERSION + ".jar",
            "lib/brim-server-" + Distribution.VERSION + ".jar")) {
      assertTrue(lines.stream().anyMatch(l -> l.endsWith(" " + name + file)), () -> file);
    }
    assertTrue(lines.stream().allMatch(line -> line.contains(" " + name)), "all in one directory");
    assertTrue(lines.stream().noneMatch(line -> line.endsWith(".class")), lines::toString);
    assertTrue(lines.stream().noneMatch(line -> line.contains("junit")), lines::toString);
  }

  @Test
  void theUnpackedArchiveRunsFromAnyDirectory() throws IOException {
    Clients.need("tar");
    brimd.shell("mkdir 'a place' && tar xzf " + Distribution.archive() + " -C 'a place'").exits(0);
    Path unpacked = brimd.file("a place/brimd-" + Distribution.VERSION);
    brimd.write("sample.conf", Files.readString(unpacked.resolve("brimd.conf-sample")));
    String program = "'" + unpacked.resolve("bin/brimd") + "' -p ~/s.pid -c ~/sample.conf ";

    assertEquals(
        "brimd " + Distribution.VERSION + "\n", brimd.shell("cd / && " + program + "-v").out());
    brimd.shell("cd / && " + program + "check").exits(0);
    brimd.shell("cd / && " + program + "start").exits(0);
    assertEquals(200, RawClient.get(brimd.port(), "/echo").status());
    brimd.shell("cd / && " + program + "stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void aSymbolicLinkIsAsGoodAsTheScript() throws IOException {
    brimd.conf(Distribution.read("examples/quickstart/brimd.conf"));
    Path bin = Files.createDirectories(brimd.file("local/bin"));
    Path first = Files.createSymbolicLink(bin.resolve("brimd"), Distribution.brimd());
    Files.createSymbolicLink(bin.resolve("again"), Path.of("brimd"));
    assertTrue(Files.isExecutable(first));

    brimd.shell("cd local && bin/again start").exits(0);
    assertEquals(200, RawClient.get(brimd.port(), "/echo").status());
    brimd.shell("cd local/bin && ./brimd stop").exits(0);
    brimd.assertNothingLeft();
  }

  @Test
  void anOlderJavaHomeIsPassedOver() throws IOException {
    Path old = Files.createDirectories(brimd.file("old/bin")).getParent();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    brimd.write("old/bin/java", "#!/bin/sh\necho old java\nexit 9\n");
    brimd.shell("chmod +x old/bin/java").exits(0);
    String newer = System.getProperty("java.home") + "/bin";
    Outcome version =
        brimd.shell("JAVA_HOME=$HOME/old PATH=" + newer + ":$PATH brimd --version").exits(0);
    assertEquals("brimd " + Distribution.VERSION + "\n", version.terminal());
  }
}
