package net.brim.os;

import static net.brim.os.Child.OS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessTitleTest {

  /**
   * Runs in a JVM of its own: takes each argument for its title, one for each byte that it reads.
   */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      for (String title : arguments) {
        System.out.println(ProcessTitle.set(title));
        if (OS.read(0, new byte[1], 0, 1) == 0) {
          return;
        }
      }
    }
  }

  @Test
  void psShowsItInPlaceOfTheCommandLine() {
    int[] in = OS.pipe();
    int[] out = OS.pipe();
    List<String> titles = List.of("0:wsgi#a-name-of-some-length:brimd", "main:brimd");
    int pid = Child.start(in[0], out[1], Child.java(Main.class, titles.toArray(String[]::new)));
    OS.close(in[0]);
    OS.close(out[1]);
    for (String title : titles) {
      byte[] answer = new byte[5];
      assertEquals(5, OS.read(out[0], answer, 0, 5));
      assertEquals(title + "\n", ps("args=", pid));
      assertEquals(title.substring(0, Math.min(15, title.length())) + "\n", ps("comm=", pid));
      Child.write(in[1], "x");
    }
    assertEquals(0, OS.waitForChild(pid).status(), "it ends as if nothing had happened");
    OS.close(in[1]);
    OS.close(out[0]);
  }

  @Test
  void aTitleThatIsTooLongIsCut() {
    String title = "x".repeat(100_000);
    int[] in = OS.pipe();
    int[] out = OS.pipe();
    int pid = Child.start(in[0], out[1], Child.java(TooLong.class));
    OS.close(in[0]);
    OS.close(out[1]);
    byte[] answer = new byte[5];
    assertEquals(5, OS.read(out[0], answer, 0, 5));
    assertEquals("true\n", new String(answer, StandardCharsets.US_ASCII));
    String shown = ps("args=", pid).strip();
    assertEquals(title.substring(0, shown.length()), shown);
    OS.close(in[1]);
    OS.close(out[0]);
    assertEquals(0, OS.waitForChild(pid).status());
  }

  /** Runs in a JVM of its own: takes a title that is longer than its command line. */
  static final class TooLong {
    private TooLong() {}

    public static void main(String[] arguments) {
      System.out.println(ProcessTitle.set("x".repeat(100_000)));
      OS.read(0, new byte[1], 0, 1);
    }
  }

  private static String ps(String column, int pid) {
    return Child.run("/bin/ps", "-ww", "-o", column, "-p", Integer.toString(pid)).output();
  }
}
