package net.brim.chaos.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import net.brim.chaos.site.Brimd;
import org.jspecify.annotations.Nullable;

/**
 * The syslog daemon is gone for a second, or is there and reads nothing, in turn. It is one of our
 * own, at a {@code /dev/log} that nobody else sees.
 */
final class SyslogGone implements Fault {

  private static final Path SOCKET = Path.of("/dev/log");
  private static final String LINES = "brim.syslog";
  private static final String DEVICES = "devices";
  private static final long MILLIS = 1000;

  private @Nullable SyslogDaemon daemon;

  @Override
  public String name() {
    return "syslog-gone";
  }

  @Override
  public String expected() {
    return Expected.NOTHING_LOST;
  }

  @Override
  public List<String> brim() {
    return List.of("log_to = syslog");
  }

  @Override
  public List<String> http() {
    return List.of("access_log = brim");
  }

  @Override
  public void prepare(Brimd brimd) throws IOException, InterruptedException, NotAvailableException {
    if (!PrivateMounts.possible()) {
      throw new NotAvailableException("a /dev/log of our own needs root and unshare");
    }
    PrivateMounts.replaceDev(brimd.file(DEVICES));
    daemon = new SyslogDaemon(SOCKET, brimd.file(LINES));
    daemon.listen();
  }

  @Override
  public void strike(Scene scene, int round) throws IOException, InterruptedException {
    SyslogDaemon here = java.util.Objects.requireNonNull(daemon);
    if (round % 2 == 0) {
      here.deaf(true);
      Thread.sleep(MILLIS);
      here.deaf(false);
    } else {
      here.leave();
      Thread.sleep(MILLIS);
      here.listen();
    }
    long before = Files.size(scene.brimd().file(LINES));
    Thread.sleep(2 * MILLIS);
    if (Files.size(scene.brimd().file(LINES)) == before) {
      scene.remark("two seconds after the daemon was back it had not got a line");
    }
  }

  @Override
  public void cleanUp(Brimd brimd) throws IOException, InterruptedException {
    if (daemon != null) {
      daemon.close();
      daemon = null;
      PrivateMounts.restoreDev(brimd.file(DEVICES));
    }
  }

  @Override
  public List<Pattern> planned() {
    return List.of(Pattern.compile("/dev/log"), Pattern.compile("lines? dropped"));
  }
}
