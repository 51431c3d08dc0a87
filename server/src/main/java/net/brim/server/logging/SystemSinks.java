package net.brim.server.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.brim.server.config.LogTarget;

/** The sinks of this machine: its files, its stderr, its syslog daemon. */
final class SystemSinks implements Sinks {

  private static final Path DEV_LOG = Path.of("/dev/log");

  private final Time time;
  private final Path syslogSocket;

  SystemSinks(Time time) {
    this(time, DEV_LOG);
  }

  SystemSinks(Time time, Path syslogSocket) {
    this.time = time;
    this.syslogSocket = syslogSocket;
  }

  /** Stderr as a sink. */
  static Sink stderr(Time time) {
    return new StreamSink("stderr", Stderr::new, time, Complaints.NOWHERE);
  }

  @Override
  public LogTarget resolve(LogTarget target) {
    // No switch on types: linking one takes a starting worker some ten milliseconds.
    if (target instanceof LogTarget.Auto) {
      return Files.exists(syslogSocket) ? new LogTarget.Syslog() : new LogTarget.Stderr();
    }
    if (target instanceof LogTarget.File file) {
      return new LogTarget.File(file.path().toAbsolutePath().normalize());
    }
    return target;
  }

  @Override
  public Sink open(LogTarget target) {
    LogTarget resolved = resolve(target);
    if (resolved instanceof LogTarget.File file) {
      Path path = file.path();
      return new StreamSink("log file " + path, () -> append(path), time, Complaints.STDERR);
    }
    return resolved instanceof LogTarget.Syslog
        ? new SyslogSink(syslogSocket, new OsDatagrams(), time, Complaints.STDERR)
        : stderr(time);
  }

  private static WritableByteChannel append(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /** Descriptor 2, which stays open. */
  private static final class Stderr implements WritableByteChannel {

    @SuppressWarnings("resource") // stderr outlives every sink
    private final FileChannel stderr = new FileOutputStream(FileDescriptor.err).getChannel();

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return stderr.write(bytes);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
