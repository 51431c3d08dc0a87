package net.brim.server.logging;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import net.brim.server.config.LogSettings;
import net.brim.server.config.LogTarget;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines from any thread and writes them to their sinks whenever {@link #pump} is called, by
 * one thread.
 */
final class LogWriter implements LineOutlet {

  static final int MAX_LINES = 16_384;
  static final long MAX_BYTES = 8L << 20;

  private final Sinks opener;
  private final LogQueue queue;
  private final Timestamps timestamps;
  private final long pid = ProcessHandle.current().pid();
  private final Map<String, Sink> sinks = new ConcurrentHashMap<>();
  private final List<LogChannel> channels = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<LogChannel> retired = new ConcurrentLinkedQueue<>();
  private final AtomicLong droppedByRetired = new AtomicLong();
  private volatile Wakeup wakeup = Wakeup.NONE;
  private volatile boolean finished;
  private final ConcurrentLinkedQueue<Runnable> reopenings = new ConcurrentLinkedQueue<>();
  private final AtomicLong rounds = new AtomicLong();

  LogWriter(Time time, Sinks opener) {
    this(time, opener, new LogQueue(MAX_LINES, MAX_BYTES));
  }

  LogWriter(Time time, Sinks opener, LogQueue queue) {
    this.timestamps = new Timestamps(time, ZoneId.systemDefault());
    this.opener = opener;
    this.queue = queue;
  }

  /** A channel with those settings. */
  LogChannel open(LogSettings settings) {
    return open(settings, false, null);
  }

  /**
   * A channel with those settings.
   *
   * @param bare whether lines are nothing but their text where the target is no syslog daemon
   * @param reports the channel that its dropped lines are reported in; null for itself
   */
  synchronized LogChannel open(LogSettings settings, boolean bare, @Nullable LogChannel reports) {
    LogTarget target = opener.resolve(settings.to());
    Sink sink = sinks.computeIfAbsent(target.text(), key -> opener.open(target));
    var channel =
        new LogChannel(
            this,
            sink,
            layout(settings, target, bare),
            timestamps,
            Severity.of(settings.threshold()),
            reports);
    channels.add(channel);
    return channel;
  }

  private Layout layout(LogSettings settings, LogTarget target, boolean bare) {
    if (target instanceof LogTarget.Syslog) {
      var facility = SyslogFacility.valueOf(settings.facility());
      return new SyslogLayout(facility, settings.name(), pid);
    }
    return bare ? new BareLayout() : new StreamLayout(settings.name(), pid);
  }

  /** Has {@code wakeup} told when there is something to do. */
  void onWork(Wakeup wakeup) {
    this.wakeup = wakeup;
  }

  @Override
  public void put(Line line) {
    if (finished || !queue.offer(line)) {
      line.channel().drop();
    } else if (queue.halfFull(line)) {
      wakeup.now();
    } else {
      wakeup.whenIdle();
    }
  }

  @Override
  public void retire(LogChannel channel) {
    retired.add(channel);
    wakeup.now();
  }

  void reopen(Runnable done) {
    reopenings.add(done);
    wakeup.now();
  }

  /** Whether {@link #pump} would find something to do. */
  boolean hasWork() {
    return !reopenings.isEmpty() || !queue.isEmpty() || !retired.isEmpty();
  }

  /** Whether a report of dropped lines has yet to be written. */
  boolean reportsPending() {
    for (LogChannel channel : channels) {
      if (channel.dropReport().pending()) {
        return true;
      }
    }
    return false;
  }

  /** How many lines were dropped by all channels that there ever were. */
  long dropped() {
    long dropped = droppedByRetired.get();
    for (LogChannel channel : channels) {
      dropped += channel.dropped();
    }
    return dropped;
  }

  /** Writes all that is queued. */
  void pump() {
    // In this order: a channel's lines come before its end, a request to reopen before its lines.
    List<LogChannel> ended = ended();
    Line first = queue.take();
    reopenIfAsked();
    write(first);
    channels.forEach(channel -> channel.dropReport().write(false));
    ended.forEach(this::end);
    rounds.incrementAndGet();
  }

  /** How often all that was queued has been written. */
  long rounds() {
    return rounds.get();
  }

  private void reopenIfAsked() {
    var asked = new ArrayList<Runnable>();
    for (Runnable done = reopenings.poll(); done != null; done = reopenings.poll()) {
      asked.add(done);
    }
    if (!asked.isEmpty()) {
      sinks.values().forEach(Sink::reopen);
      asked.forEach(Runnable::run);
    }
  }

  /** Writes all that is queued and closes the sinks. */
  void finish() {
    pump();
    finished = true;
    channels.forEach(channel -> channel.dropReport().write(true));
    sinks.values().forEach(Sink::close);
  }

  private void write(@Nullable Line first) {
    for (Line line = first; line != null; line = line.next) {
      line.channel().sink().write(line);
    }
    sinks.values().forEach(Sink::flush);
    for (Line line = first; line != null; line = line.next) {
      if (line.lost()) {
        line.channel().drop();
      }
    }
  }

  private List<LogChannel> ended() {
    var ended = new ArrayList<LogChannel>();
    for (LogChannel channel = retired.poll(); channel != null; channel = retired.poll()) {
      ended.add(channel);
    }
    return ended;
  }

  private synchronized void end(LogChannel channel) {
    if (channels.remove(channel)) {
      droppedByRetired.addAndGet(channel.dropped());
      if (channels.stream().noneMatch(other -> other.uses(channel.sink()))) {
        sinks.values().remove(channel.sink());
        channel.sink().close();
      }
    }
  }
}
